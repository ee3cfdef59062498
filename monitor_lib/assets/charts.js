// Draws every chart of a page from the JSON block behind it. Without this script the table beside each chart remains.
"use strict";

(function () {
  const template = JSON.parse(document.getElementById("chart-template").textContent);
  const options = { responsive: true, displayModeBar: false, scrollZoom: false, doubleClick: false };
  const plots = Array.from(document.querySelectorAll("figure.chart .plot"));

  function figureOf(plot) {
    return JSON.parse(plot.nextElementSibling.textContent);
  }

  function draw(plot) {
    const figure = figureOf(plot);
    const layout = Object.assign({}, figure.layout, { template: template, autosize: true });
    return window.Plotly.newPlot(plot, figure.data, layout, options);
  }

  // Two charts stand side by side on A4, at three quarters of their size (page.css). What a script measures before
  // printing is still the window, so the width is given.
  const PRINT_WIDTH = 424;

  function fitPaper() {
    plots.forEach(drawOnce);
    plots.forEach((plot) => window.Plotly.relayout(plot, { autosize: false, width: PRINT_WIDTH }));
  }

  function fitWindow() {
    plots.forEach((plot) => window.Plotly.relayout(plot, { autosize: true, width: null }));
  }

  // Its place is kept before it is drawn, so that nothing moves under a reader's eyes.
  plots.forEach((plot) => {
    plot.style.minHeight = `${figureOf(plot).layout.height}px`;
  });

  // A chart is drawn when it comes near the window: a page of forty would otherwise hold up its reader for seconds.
  const waiting = new Set(plots);

  function drawOnce(plot) {
    return waiting.delete(plot) ? draw(plot) : null;
  }

  const watcher = new IntersectionObserver(
    (entries) =>
      entries
        .filter((entry) => entry.isIntersecting)
        .forEach((entry) => {
          watcher.unobserve(entry.target);
          drawOnce(entry.target);
        }),
    { rootMargin: "800px" }
  );

  // Letters first: plotly measures its texts once, when it draws.
  document.fonts.ready.then(() => plots.forEach((plot) => watcher.observe(plot)));

  window.addEventListener("beforeprint", fitPaper);
  window.addEventListener("afterprint", fitWindow);
})();
