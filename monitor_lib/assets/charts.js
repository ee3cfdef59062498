// Draws a chart from the JSON block behind its table, for a reader who asks for it. The library is loaded then.
"use strict";

(function () {
  const common = JSON.parse(document.getElementById("charts").textContent);
  const options = { responsive: true, displayModeBar: false, scrollZoom: false, doubleClick: false };
  const library = document.currentScript.dataset.library;
  const SECOND = { below: 0.34, room: 0.2, height: 20 }; // a second mark, in rows below its line; pixels a row grows
  let second = null; // the province beside this one, as compare.js tells it

  // Where the lines of a chart stand: where its texts behind them do.
  function linesOf(figure) {
    return figure.data.find((trace) => trace.mode === "text" && trace.x[0] === 1).y;
  }

  // What a pointer reads at a dot is what the table says of its line.
  function hovers(plot, figure, trace) {
    const table = plot.closest("figure").querySelector("table");
    const rows = table.delivered || Array.from(table.tBodies[0].rows);
    const lines = linesOf(figure);
    return trace.y.map((y) => Array.from(rows[lines.indexOf(y)].cells).slice(0, 2).map((cell) => cell.textContent).join(": "));
  }

  function blockOf(figure) {
    return figure.querySelector("script[type='application/json']");
  }

  function figureOf(plot) {
    const figure = JSON.parse(blockOf(plot.closest("figure")).textContent);
    figure.data = figure.data.map(({ look, ...own }) => {
      const x = Array.isArray(own.x) ? own.x : own.y.map(() => own.x);
      const trace = { ...structuredClone(common.looks[look]), ...own, x };
      return trace.text && !trace.type ? { ...common.text, ...trace } : trace;
    });
    figure.data
      .filter((trace) => trace.mode === "markers" && trace.hoverinfo === "text")
      .forEach((trace) => (trace.hovertext = hovers(plot, figure, trace)));
    figure.layout.annotations = figure.layout.annotations.map((mark) => Object.assign({}, common.mark, mark));
    figure.layout = Object.assign({}, common.frame, figure.layout, { autosize: true });
    return figure;
  }

  function draw(plot) {
    const figure = figureOf(plot);
    const found = second ? figure.beside.answers.map((_, at) => second.figureAt(figure.beside, at)) : [];
    const isColumns = figure.data.some((trace) => trace.type === "bar" && !trace.orientation);
    const added = !found.some(Boolean) ? [] : isColumns ? columnMarks(figure, found) : lineMarks(figure, found);
    return window.Plotly.react(plot, figure.data.concat(added), figure.layout, options);
  }

  // The second province's figures under the first's: its interval as a line, its value as a diamond, its words behind.
  function lineMarks(figure, found) {
    const lines = linesOf(figure);
    const placed = found.slice(0, lines.length).map((row, at) => ({ row: row, y: lines[at] - SECOND.below })).filter((entry) => entry.row);
    const [bottom, top] = figure.layout.yaxis.range;
    figure.layout.height += SECOND.height * (top - bottom);
    figure.layout.yaxis.range = [bottom - SECOND.room, top];
    const valued = placed.filter((entry) => entry.row.value !== null);
    const ranged = placed.filter((entry) => entry.row.low !== null);
    const scale = (number) => number / second.scaleOf(figure.beside.figures[0]);
    return [
      {
        type: "scatter",
        mode: "lines",
        x: ranged.flatMap((entry) => [scale(entry.row.low), scale(entry.row.high), null]),
        y: ranged.flatMap((entry) => [entry.y, entry.y, null]),
        line: { width: 2.5, color: second.colour },
        hoverinfo: "skip",
      },
      {
        type: "scatter",
        mode: "markers",
        x: valued.map((entry) => scale(entry.row.value)),
        y: valued.map((entry) => entry.y),
        marker: {
          symbol: valued.map((entry) => (entry.row.quality === "A" ? "diamond" : "diamond-open")),
          size: 11,
          color: second.colour,
          line: { width: 1.5 },
        },
        hovertext: valued.map((entry) => `${second.name}: ${entry.row.words}`),
        hoverinfo: "text",
      },
      {
        type: "scatter",
        mode: "text",
        xaxis: "x2",
        x: placed.map(() => 1),
        y: placed.map((entry) => entry.y),
        text: placed.map((entry) => entry.row.brief),
        textposition: "middle right",
        textfont: { size: 12, color: second.colour },
        cliponaxis: false,
        hoverinfo: "skip",
      },
    ];
  }

  function columnMarks(figure, found) {
    const bars = figure.data.find((trace) => trace.type === "bar");
    const shown = found
      .map((row, at) => ({ row: row, x: bars.x[at] }))
      .filter((entry) => entry.row && entry.row.value !== null);
    return [
      {
        type: "scatter",
        mode: "markers",
        x: shown.map((entry) => entry.x),
        y: shown.map((entry) => entry.row.value),
        marker: { symbol: "diamond", size: 11, color: second.colour },
        hovertext: shown.map((entry) => `${second.name}: ${entry.row.words}`),
        hoverinfo: "text",
      },
    ];
  }

  let loading = null;

  function loaded() {
    loading = loading || window.monitor.loaded(library);
    return loading;
  }

  const drawn = new Set();

  // Its place is kept before it is drawn, so that nothing moves under a reader's eyes.
  function open(button) {
    const figure = button.closest("figure");
    const plot = document.createElement("div");
    plot.className = "plot";
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", blockOf(figure).dataset.alt);
    figure.querySelector(".key").before(plot);
    plot.style.minHeight = `${figureOf(plot).layout.height}px`;
    button.hidden = true;
    return Promise.all([loaded(), document.fonts.ready]).then(
      () => {
        figure.querySelector(".key").hidden = false;
        drawn.add(plot);
        return draw(plot);
      },
      () => {
        plot.remove();
        loading = null;
        button.hidden = false; // the table stays, and a reader may try again
      }
    );
  }

  document.querySelectorAll("button.interactive").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => open(button));
  });

  document.addEventListener("monitor:beside", (event) => {
    second = event.detail;
    drawn.forEach(draw);
  });
})();
