// A chart as a picture to take along, drawn from its table: shapes first, then those as SVG or on a canvas.
"use strict";

window.monitor = window.monitor || {};

window.monitor.picture = (function () {
  const [WIDTH, EDGE, GAP] = [1200, 44, 18]; // a picture of many columns is wider
  const NARROWEST = 90; // of a column
  const SIZE = 20; // of the words in a row
  const BAR = 18;
  const MAP = 900; // how high a map stands
  const LEADING = 1.3;
  const DENSITY = 2; // pixels of a PNG per pixel of its design

  const tokens = getComputedStyle(document.documentElement);
  const token = (name) => tokens.getPropertyValue(`--${name}`).trim();
  const measure = document.createElement("canvas").getContext("2d");
  const font = (size, weight) => `${weight} ${size}px ${token("letters")}`;

  function widthOf(words, size, weight = 400) {
    measure.font = font(size, weight);
    return measure.measureText(words).width;
  }

  function linesOf(words, width, size, weight) {
    const lines = [""];
    for (const word of words.split(/\s+/).filter(Boolean)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) && widthOf(longer, size, weight) > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  const textOf = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

  // ---- shapes ----

  // Lines of words from this height down; gives the height below them.
  function write(shapes, words, y, { x = EDGE, width = Infinity, size = SIZE, weight = 400, fill = "ink" } = {}) {
    if (!words) return y;
    const lines = linesOf(words, width, size, weight);
    lines.forEach((line, at) => {
      const long = widthOf(line, size, weight);
      shapes.push({ kind: "text", words: line, long, x, y: y + size * (1 + at * LEADING), size, weight, fill: token(fill) });
    });
    return y + lines.length * size * LEADING;
  }

  function rectangle(shapes, x, y, width, height, fill, rim = "") {
    shapes.push({ kind: "rectangle", x, y, width: Math.max(width, 1), height, fill: token(fill), rim: rim && token(rim) });
  }

  // The track of a figure with the marks that are in it, as their style draws them by how sure the figure is.
  function track(shapes, figure, axis, x, y, width) {
    const share = (name) => (figure.style.getPropertyValue(`--${name}`) - axis.from) / (axis.to - axis.from);
    const at = (name) => x + Math.min(Math.max(share(name) || 0, 0), 1) * width;
    const is = (name) => figure.classList.contains(name);
    const has = (mark) => figure.querySelector(`.track .${mark}`);
    if (is("count")) {
      rectangle(shapes, x, y, at("v") - x, BAR, "teal");
      return;
    }
    const [left, wide] = [at("l"), at("h") - at("l")];
    rectangle(shapes, x, y, width, BAR, "pale");
    if (has("band") && is("A")) rectangle(shapes, left, y, wide, BAR, "middle");
    if (has("band") && is("B")) rectangle(shapes, left, y, wide, BAR, "soft", "middle");
    if (has("band") && is("C")) rectangle(shapes, left, y + BAR / 2 - 1, wide, 2, "ink");
    if (has("rest")) rectangle(shapes, at("r") - 2.5, y - 3, 5, BAR + 6, "accent", "paper");
    if (has("other")) rectangle(shapes, at("o") - 5, y, 10, BAR, "paper", "ink");
    if (has("then")) shapes.push({ kind: "circle", x: at("e"), y: y + BAR / 2, radius: 6, fill: token("paper"), rim: token("ink") });
    if (has("dot")) rectangle(shapes, at("v") - 3, y, 6, BAR, ...(is("beside") ? ["beside", "paper"] : [is("B") ? "teal" : "deep"]));
  }

  function cellsOf(table) {
    const rows = Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells));
    return [Array.from(table.tHead.rows[0].cells), rows];
  }

  // Where columns stand: words as wide as they are, tracks in what is left.
  function columnsOf(headings, rows) {
    const tracked = headings.map((_, at) => rows.some((row) => row[at] && row[at].style.length > 0));
    const most = (at, limit) => Math.min(limit, Math.max(...rows.map((row) => widthOf(textOf(row[at]), SIZE, 700))));
    const longest = (at) => Math.max(...textOf(headings[at]).split(" ").map((word) => widthOf(word, 16, 600)));
    const words = headings.map((_, at) => Math.max(most(at, at ? 240 : 400), longest(at), NARROWEST));
    const room = WIDTH - 2 * EDGE - words.reduce((sum, width) => sum + width + GAP, 0);
    const tracks = Math.max(110, Math.min(380, room / Math.max(1, tracked.filter(Boolean).length) - GAP));
    let x = EDGE;
    return words.map((width, at) => {
      const column = { x, width, track: tracked[at] ? tracks : 0, words: x + (tracked[at] ? tracks + GAP : 0) };
      x = column.words + width + GAP;
      return column;
    });
  }

  function writeTable(shapes, table, top, columns, inner) {
    const [headings, rows] = cellsOf(table);
    const axis = { from: Number(table.style.getPropertyValue("--from")) || 0, to: Number(table.style.getPropertyValue("--to")) || 100 };
    const head = { size: 16, weight: 600, fill: "grey" };
    const heads = headings.map((heading, at) => write(shapes, textOf(heading), top, { ...head, x: columns[at].x, width: columns[at].track + columns[at].width }));
    let y = Math.max(...heads) + 6;
    for (const row of rows) {
      rectangle(shapes, EDGE, y, inner, 1, "line");
      const weight = row[0].parentElement.classList.contains("differs") ? 700 : 400;
      const ends = row.map((cell, at) => {
        const { x, width, track: long, words } = columns[at];
        if (cell.querySelector(".track")) track(shapes, cell, axis, x, y + 10, long);
        const fill = cell.classList.contains("beside") ? "beside" : "ink";
        return write(shapes, textOf(cell), y + 6, { x: words, width, weight, fill });
      });
      y = Math.max(...ends) + 8;
    }
    return y;
  }

  // What the marks mean, as far as they are in the table; the page's own key has one of each.
  function writeKey(shapes, table, top, inner) {
    const classes = ["A", "B", "C"].map((name) => [name, `.${name} .band`]);
    const others = ["rest", "then"].map((name) => [name, `.track .${name}`]);
    let [x, y, bottom] = [EDGE, top + 14, top];
    for (const entry of document.querySelectorAll(".key[aria-label] li")) {
      const mark = entry.querySelector(".figure");
      const [, such] = (mark && [...classes, ...others].find(([name]) => mark.classList.contains(name))) || [];
      if (!such || !table.querySelector(such)) continue;
      const width = 60 + 10 + widthOf(textOf(entry), 16) + 26;
      if (x + width > EDGE + inner) [x, y] = [EDGE, y + 30];
      track(shapes, mark, { from: 0, to: 100 }, x, y, 60);
      write(shapes, textOf(entry), y - 2, { x: x + 70, size: 16 });
      x += width;
      bottom = y + 34;
    }
    return bottom;
  }

  // A map as it stands on the page, in the middle; gives the height below it.
  function placeMap(shapes, map, y, inner) {
    const { x: left, y: top, width, height } = map.viewBox.baseVal;
    const scale = MAP / height;
    shapes.push({ kind: "map", map, left, top, scale, x: EDGE + (inner - width * scale) / 2, y, width: width * scale, height: MAP });
    return y + MAP;
  }

  // Everything that a picture must say where nothing stands around it.
  function drawn(figure) {
    const shapes = [];
    const map = figure.querySelector("svg");
    const table = figure.querySelector("table");
    const caption = figure.querySelector("figcaption");
    const told = Array.from(caption ? caption.childNodes : []).filter((node) => node.nodeType === Node.TEXT_NODE);
    const note = told.map((node) => node.textContent.trim()).join(" ");
    const columns = map ? [] : columnsOf(...cellsOf(table));
    const end = map ? 0 : columns.at(-1).words + columns.at(-1).width + EDGE;
    const width = Math.ceil(Math.max(WIDTH, end));
    const inner = width - 2 * EDGE;
    const put = (words, y, look) => write(shapes, words, y, { width: inner, ...look });
    let y = put(textOf(document.querySelector("h1")), EDGE - 12, { weight: 600, fill: "teal" });
    y = put(textOf(figure.querySelector("h3")), y + 2, { size: 34, weight: 700 });
    if (!map) y = put(note, y + 4, { size: 18, fill: "grey" });
    y = put(textOf(figure.querySelector(".sense")), y + 10, { size: 22 });
    y = map ? placeMap(shapes, map, y + 18, inner) : writeTable(shapes, table, y + 18, columns, inner);
    y = map ? put(note, y + 18, { size: 16, fill: "grey" }) : writeKey(shapes, table, y, inner);
    y = put(textOf(figure.querySelector(".beside.note")), y + 8, { size: 16, fill: "beside" });
    y = put(textOf(figure.querySelector(".source")), y + 8, { size: 16, fill: "grey" });
    y = put(textOf(document.querySelector(".notice")), y + 8, { weight: 700 });
    return { shapes, width, height: Math.ceil(y + EDGE / 2) };
  }

  // ---- the two ways in which shapes become a picture ----

  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const safe = (words) => String(words).replace(/[&<>"]/g, (sign) => SIGNS[sign]);
  const attributes = (values) => Object.entries(values).map(([name, value]) => ` ${name}="${safe(value)}"`).join("");

  const IN_SVG = {
    rectangle: ({ kind, rim, ...box }) => `<rect${attributes({ ...box, ...(rim && { stroke: rim, "stroke-width": 1.5 }) })}/>`,
    circle: ({ x, y, radius, fill, rim }) => `<circle${attributes({ cx: x, cy: y, r: radius, fill, stroke: rim, "stroke-width": 2 })}/>`,
    // As long as it was measured: who opens it may have other letters.
    text: ({ words, long, x, y, size, weight, fill }) =>
      `<text${attributes({ x, y, "font-size": size, "font-weight": weight, fill, textLength: long.toFixed(1), lengthAdjust: "spacingAndGlyphs" })}>${safe(words)}</text>`,
    map({ map, x, y, width, height }) {
      const copy = map.cloneNode(true);
      Object.entries({ x, y, width, height }).forEach(([name, value]) => copy.setAttribute(name, value));
      return new XMLSerializer().serializeToString(copy);
    },
  };

  function svg(figure) {
    const { shapes, width, height } = drawn(figure);
    const told = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img" };
    const title = `<title>${safe(textOf(figure.querySelector("h3")))}</title><desc>${safe(textOf(figure.querySelector(".sense")))}</desc>`;
    const ground = `<rect${attributes({ width, height, fill: token("paper") })}/>`;
    const body = shapes.map((shape) => IN_SVG[shape.kind](shape)).join("\n");
    const text = `<svg${attributes({ ...told, "font-family": token("letters") })}>${title}\n${ground}\n${body}\n</svg>\n`;
    return Promise.resolve(new Blob([text], { type: "image/svg+xml" }));
  }

  const paints = (paint) => paint !== "none";
  const lined = (pen, look) => Object.assign(pen, { fillStyle: look.fill, strokeStyle: look.stroke, lineWidth: parseFloat(look.strokeWidth) });

  function fillThenStroke(pen, shape, look) {
    lined(pen, look);
    if (paints(look.fill)) pen.fill(shape, look.fillRule);
    if (paints(look.stroke)) pen.stroke(shape);
  }

  // What a map is drawn with, by the name of its element.
  const PARTS = {
    path: (pen, part, look) => fillThenStroke(pen, new Path2D(part.getAttribute("d")), look),
    rect(pen, part, look) {
      const box = new Path2D();
      box.rect(...["x", "y", "width", "height"].map((name) => Number(part.getAttribute(name))));
      fillThenStroke(pen, box, look);
    },
    text(pen, part, look) {
      lined(pen, look);
      [pen.font, pen.textAlign] = [`${look.fontStyle} ${look.fontWeight} ${look.fontSize} ${look.fontFamily}`, look.textAnchor === "middle" ? "center" : "left"];
      const place = [part.textContent, Number(part.getAttribute("x")), Number(part.getAttribute("y"))];
      if (paints(look.stroke)) pen.strokeText(...place); // a halo, under the letters
      pen.fillText(...place);
    },
  };

  const ON_CANVAS = {
    rectangle(pen, { x, y, width, height, fill, rim }) {
      pen.fillStyle = fill;
      pen.fillRect(x, y, width, height);
      if (!rim) return;
      [pen.strokeStyle, pen.lineWidth] = [rim, 1.5];
      pen.strokeRect(x, y, width, height);
    },
    circle(pen, { x, y, radius, fill, rim }) {
      pen.beginPath();
      pen.arc(x, y, radius, 0, 2 * Math.PI);
      [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [fill, rim, 2];
      pen.fill();
      pen.stroke();
    },
    text(pen, { words, x, y, size, weight, fill }) {
      [pen.font, pen.fillStyle] = [font(size, weight), fill];
      pen.fillText(words, x, y);
    },
    map(pen, { map, left, top, scale, x, y }) {
      pen.save();
      pen.translate(x - left * scale, y - top * scale);
      pen.scale(scale, scale);
      pen.lineJoin = "round";
      map.querySelectorAll("path, rect, text").forEach((part) => PARTS[part.tagName](pen, part, getComputedStyle(part)));
      pen.restore();
    },
  };

  function png(figure) {
    const { shapes, width, height } = drawn(figure);
    const canvas = Object.assign(document.createElement("canvas"), { width: width * DENSITY, height: height * DENSITY });
    const pen = canvas.getContext("2d");
    pen.scale(DENSITY, DENSITY);
    pen.fillStyle = token("paper");
    pen.fillRect(0, 0, width, height);
    shapes.forEach((shape) => ON_CANVAS[shape.kind](pen, shape));
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  // Letters that no word of the page used yet are waited for: a picture is measured in its own.
  const lettered = (make) => (figure) => Promise.all([400, 600, 700].map((weight) => document.fonts.load(font(SIZE, weight)))).then(() => make(figure), () => make(figure));
  return { svg: lettered(svg), png: lettered(png) };
})();
