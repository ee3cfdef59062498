// What a reader takes along of one chart: a picture, its link, a frame for another page, how to cite it. And that frame.
"use strict";

(function () {
  const tools = document.getElementById("taking");
  if (!tools) return;
  const { filled, copied, addressOf, frameOf, picture } = window.monitor;
  const words = JSON.parse(document.getElementById("words").textContent).taking;
  const ALONE = "grafiek"; // what the address calls the one chart to show
  const idOf = (figure) => figure.getAttribute("aria-labelledby").replace("kop-", "");
  const titleOf = (figure) => figure.querySelector("h3").textContent;

  // The address of a chart, with the province that stands beside; `more` is what else is asked.
  function address(figure, more = {}) {
    const asked = new URLSearchParams(window.location.search);
    asked.delete(ALONE);
    Object.entries(more).forEach(([name, value]) => asked.set(name, value));
    const told = asked.toString();
    return `${addressOf(words.address)}${told && `?${told}`}#kop-${idOf(figure)}`;
  }

  // With room for what stands around a chart that is alone, and for words that take more lines there.
  function heightAlone(figure) {
    return Math.ceil((figure.offsetHeight - figure.querySelector(".more").offsetHeight) / 50) * 50 + 300;
  }

  const TEXTS = {
    link: (figure) => address(figure),
    frame: (figure) => frameOf(address(figure, { [ALONE]: idOf(figure) }), titleOf(figure), `${heightAlone(figure)}px`),
    cite: (figure) => filled(words.cite, { chart: titleOf(figure), area: document.querySelector("h1").textContent, address: address(figure) }),
  };

  function take(figure, button, status, field) {
    const text = TEXTS[button.value](figure);
    field.value = text;
    field.hidden = false;
    copied(text).then(
      () => (status.textContent = words.copied[button.value]),
      () => {
        field.select();
        status.textContent = words.copied.failed;
      }
    );
  }

  function save(figure, button) {
    picture[button.value](figure).then((file) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${idOf(figure)}.${button.value}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    });
  }

  // Made when a menu is opened: forty of them would weigh more than the charts.
  function fill(menu) {
    const figure = menu.closest("figure");
    const made = tools.content.cloneNode(true);
    const [status, field] = [made.querySelector("[role=status]"), made.querySelector("textarea")];
    if (figure.querySelector("iframe")) made.querySelector("[value=svg]").parentElement.remove(); // what moves is no picture
    made.querySelectorAll("button").forEach((button) => {
      const isPicture = button.value in picture;
      button.querySelector(".unseen").textContent = `: ${titleOf(figure)}`;
      button.addEventListener("click", () => (isPicture ? save(figure, button) : take(figure, button, status, field)));
    });
    menu.append(made);
  }

  // One chart in the frame of another page: what marks mean, the chart, and the way to the whole.
  function showAlone(figure) {
    const main = document.querySelector("main");
    const title = document.querySelector("h1");
    const whole = document.createElement("p");
    const link = document.createElement("a");
    title.classList.add("unseen");
    link.href = address(figure).replace(addressOf(words.address), window.location.pathname);
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = filled(words.whole, { area: title.textContent });
    whole.append(link);
    figure.querySelector("h3").setAttribute("aria-level", "2"); // the headings between it and the first are gone
    figure.append(figure.querySelector(".source")); // in sight: nothing else in the frame says where it comes from
    const key = figure.querySelector(".track") && document.querySelector(".key[aria-label]");
    main.replaceChildren(...[title, key, figure, whole].filter(Boolean));
    document.documentElement.classList.add("alone");
  }

  function tellUnknown() {
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    told.className = "warning";
    told.textContent = words.unknown;
    document.querySelector("main").prepend(told);
  }

  const menus = Array.from(document.querySelectorAll("figure > .more"));
  const figures = menus.map((menu) => menu.parentElement);
  menus.forEach((menu) => menu.addEventListener("toggle", () => fill(menu), { once: true }));
  const asked = new URLSearchParams(window.location.search).get(ALONE);
  if (asked !== null) {
    const found = figures.find((figure) => idOf(figure) === asked);
    if (found) showAlone(found);
    else tellUnknown();
  }
})();
