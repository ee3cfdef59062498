// Puts another province's published figures beside this one's, in every chart and table. Nothing is computed here.
"use strict";

(function () {
  const picker = document.getElementById("vergelijk");
  if (!picker) return;
  const { filled } = window.monitor;
  const BESIDE = "naast"; // what the address calls the province beside this one
  const select = picker.querySelector("select");
  const status = picker.querySelector("[role=status]");
  const own = document.querySelector("h1").textContent;
  const said = JSON.parse(document.getElementById("words").textContent).compare;
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--beside");

  // The figures of all provinces are one file that many readers never need.
  function loaded() {
    const there = window.monitorFigures ? Promise.resolve() : window.monitor.loaded(picker.dataset.figures);
    return there.then(() => window.monitorFigures);
  }

  function row([words, quality = "D", value = null, low = null, high = null]) {
    const hidden = quality === "D";
    const brief = hidden && words.startsWith(said.hidden) ? said.hidden : words;
    return { words: words, brief: brief, quality: quality, value: value, low: low, high: high };
  }

  function province(figures, code) {
    const found = (beside) => (beside && (figures.figures[beside.figure] || {})[code]) || null;
    return {
      name: figures.areas[code],
      colour: colour,
      kindOf: (figure) => figures.kinds[figure],
      scaleOf: (figure) => (figures.kinds[figure] === "share" ? 100 : 1),
      baseOf: (beside) => found(beside),
      // The figure of one line of a chart; null where this province has none.
      figureAt(beside, at) {
        const entry = found({ figure: beside.figures[at] });
        const told = entry && entry[2][beside.answers[at]];
        return told ? row(told) : null;
      },
    };
  }

  function trackOf(figure) {
    const track = made("span", "track", made("i", "band"), ...(figure.value === null ? [] : [made("i", "dot")]));
    track.setAttribute("aria-hidden", "true");
    return track;
  }

  function cellOf(figure, kind) {
    const cell = document.createElement("td");
    cell.className = `beside ${figure ? `figure ${kind} ${figure.quality}` : ""}`;
    const marks = figure ? { v: figure.value, l: figure.low, h: figure.high } : {};
    Object.entries(marks)
      .filter(([, number]) => number !== null)
      .forEach(([name, number]) => cell.style.setProperty(`--${name}`, number));
    cell.append(...(figure && figure.low !== null ? [trackOf(figure)] : []), figure ? figure.words : "–");
    return cell;
  }

  // A table of answers gets a column; one whose rows are areas gets a row.
  function fillTable(table, beside, second) {
    const cellAt = (at) => cellOf(second.figureAt(beside, at), second.kindOf(beside.figures[at]));
    const rows = table.delivered || Array.from(table.tBodies[0].rows);
    if (beside.byArea) {
      const added = rows[0].cloneNode(true);
      added.className = "beside";
      added.cells[0].textContent = second.name;
      added.cells[1].replaceWith(cellAt(0));
      added.cells[2].textContent = second.baseOf(beside)[0];
      rows[0].after(added);
    } else {
      const heading = document.createElement("th");
      heading.scope = "col";
      heading.className = "beside";
      heading.textContent = second.name;
      table.tHead.rows[0].cells[1].after(heading);
      rows.forEach((each, at) => each.cells[1].after(cellAt(at)));
    }
  }

  function words(beside, second) {
    const [answers, initiatives] = second.baseOf(beside) || [];
    const told = initiatives === undefined || second.kindOf(beside.figure) === "count" ? said.counted : said.asked;
    return filled(told, { name: second.name, own: own, answers: answers, initiatives: initiatives });
  }

  function tell(table, what) {
    table.dispatchEvent(new CustomEvent(`monitor:${what}`, { bubbles: true }));
  }

  function made(name, className, ...parts) {
    const element = document.createElement(name);
    element.className = className;
    element.append(...parts);
    return element;
  }

  function addTo(figure, second) {
    const beside = JSON.parse(figure.querySelector("script[type='application/json']").textContent).beside;
    if (beside.figure ? !second.baseOf(beside) : !beside.figures.length) return;
    figure.querySelector(".key").append(made("li", "beside", made("i", "mark-beside"), second.name));
    figure.querySelector(".scroll").after(made("p", "beside note", words(beside, second)));
    fillTable(figure.querySelector("table"), beside, second);
  }

  function show(second) {
    const figures = Array.from(document.querySelectorAll("figure.chart"));
    const tables = figures.map((figure) => figure.querySelector("table"));
    tables.forEach((table) => tell(table, "change"));
    document.querySelectorAll("figure .beside").forEach((part) => part.remove());
    if (second) figures.forEach((figure) => addTo(figure, second));
    tables.forEach((table) => tell(table, "changed"));
    document.dispatchEvent(new CustomEvent("monitor:beside", { detail: second }));
    status.textContent = second ? filled(said.shown, { name: second.name, own: own }) : "";
  }

  function showChosen() {
    if (!select.value) return show(null);
    return loaded().then(
      (figures) => show(province(figures, select.value)),
      () => (status.textContent = said.missing)
    );
  }

  // ---- the address of a comparison ----

  function remember() {
    const address = new URL(window.location);
    if (select.value) address.searchParams.set(BESIDE, select.value);
    else address.searchParams.delete(BESIDE);
    window.history.pushState(null, "", address);
  }

  function restore() {
    const asked = new URLSearchParams(window.location.search).get(BESIDE) || "";
    const known = Array.from(select.options, (option) => option.value).includes(asked);
    const now = known ? asked : "";
    if (now !== select.value) {
      select.value = now;
      showChosen();
    }
    if (!known) status.textContent = filled(said.unknown, { asked: asked });
  }

  picker.hidden = false;
  restore();
  window.addEventListener("popstate", restore);
  select.addEventListener("change", () => {
    remember();
    showChosen();
  });
})();
