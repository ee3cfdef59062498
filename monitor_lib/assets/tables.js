// Tables that sort by their headings and download as a file for Excel. Without this script they are plain tables.
"use strict";

(function () {
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };
  const LANGUAGE = document.documentElement.lang;
  const words = JSON.parse(document.getElementById("words").textContent).tables;
  const parts = new Intl.NumberFormat(LANGUAGE).formatToParts(1234.5);
  const [GROUP, DECIMAL] = ["group", "decimal"].map((type) => parts.find((part) => part.type === type).value);
  const NUMBER = new RegExp(`^(?:(?:${words.leads.join("|")}) )?(\\d[\\d${GROUP}]*(?:[${DECIMAL}]\\d+)?)`);
  const SEPARATOR = DECIMAL === "," ? ";" : ","; // what a spreadsheet of this language parts cells by
  const QUOTED = new RegExp(`[${SEPARATOR}"\\r\\n]`);
  const FORMULA = /^ *[=+\-@\t\r＝＋－＠]/;

  // What a cell is sorted by: the figure it holds, else the number its words begin with, else text.
  // An uncertain figure has no number and stands among the words.
  function keyOf(cell) {
    const figure = cell.style.getPropertyValue("--v");
    if (figure) return Number(figure);
    const text = cell.textContent.trim();
    const found = cell.className ? null : NUMBER.exec(text);
    return found ? Number(found[1].replaceAll(GROUP, "").replace(DECIMAL, ".")) : text;
  }

  function compared(one, other) {
    if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
    return typeof one === "number" ? one - other : one.localeCompare(other, LANGUAGE);
  }

  // Numbers stay before words in both directions: what is hidden or uncertain is neither the least nor the most.
  function sorted(rows, column, direction) {
    if (direction === "none") return rows;
    const sign = direction === "ascending" ? 1 : -1;
    return rows
      .map((row) => ({ row: row, key: keyOf(row.cells[column]) }))
      .sort((a, b) => (typeof a.key === typeof b.key ? sign : 1) * compared(a.key, b.key))
      .map((entry) => entry.row);
  }

  function sortBy(heading) {
    const table = heading.closest("table");
    const direction = NEXT[heading.getAttribute("aria-sort")];
    heading.parentElement.querySelectorAll("th").forEach((other) => other.setAttribute("aria-sort", "none"));
    heading.setAttribute("aria-sort", direction);
    table.tBodies[0].append(...sorted(table.delivered, heading.cellIndex, direction));
  }

  function makeSortable(heading) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(heading));
    heading.append(button);
    heading.setAttribute("aria-sort", "none");
  }

  // Also called when another script changed the table.
  function prepare(table) {
    table.querySelectorAll("thead th:not([aria-sort])").forEach(makeSortable);
    table.delivered = Array.from(table.tBodies[0].rows);
  }

  function unsort(table) {
    const heading = table.querySelector("thead th:not([aria-sort='none'])[aria-sort]");
    if (heading) {
      heading.setAttribute("aria-sort", "none");
      table.tBodies[0].append(...table.delivered);
    }
  }

  // The table as it stands: every figure in words, then in numbers of their own, and where it all comes from.
  function linesOf(table, source) {
    const headings = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent);
    const rows = Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells));
    const figures = headings.map((_, at) => at).filter((at) => rows.some((row) => row[at].style.length));
    const has = (name) => rows.some((row) => figures.some((at) => row[at].style.getPropertyValue(`--${name}`)));
    const names = Object.entries(words.numbers).filter(([name]) => has(name));
    const head = figures.flatMap((at) => names.map(([, said]) => `${headings[at]}: ${said}`));
    const numbers = (row) =>
      figures.flatMap((at) => names.map(([name]) => row[at].style.getPropertyValue(`--${name}`).replace(".", DECIMAL)));
    return [
      [...headings, ...head, words.source],
      ...rows.map((row) => [...row.map((cell) => cell.textContent), ...numbers(row), source]),
    ];
  }

  function cell(text) {
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function download(figure) {
    const notice = document.querySelector(".notice");
    const told = [notice, figure.querySelector("figcaption"), figure.querySelector(".source")];
    const said = told.map((part) => (part ? part.textContent.trim().replace(/\.$/, "") : "")).filter(Boolean);
    const lines = linesOf(figure.querySelector("table"), `${said.join(". ")}.`.replace(/\s+/g, " "));
    const text = "\ufeff" + lines.map((line) => line.map(cell).join(SEPARATOR) + "\r\n").join("");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = `${(figure.getAttribute("aria-labelledby") || words.table).replace("kop-", "")}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  document.querySelectorAll("main table").forEach(prepare);
  document.addEventListener("monitor:change", (event) => unsort(event.target));
  document.addEventListener("monitor:changed", (event) => prepare(event.target));
  document.querySelectorAll("button.download").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => download(button.closest("figure")));
  });

  // On paper every table shows, also where the browser does not know the style that opens it.
  const closed = () => document.querySelectorAll("main figure details:not([open])");
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(closed());
    opened.forEach((part) => (part.open = true));
  });
  window.addEventListener("afterprint", () => opened.forEach((part) => (part.open = false)));
})();
