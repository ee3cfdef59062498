// The map of initiatives, its finder and its list: three views of what is asked for in the address of the page.
"use strict";

(function () {
  const { finder, bubbles, filled, copied, addressOf, frameOf } = window.monitor;
  const STEP = 60; // rows that are added to the list at a time
  const NARROW = window.matchMedia("(max-width: 48rem)");
  const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
  const CLOSE = 9.5; // zoom beyond which a choice does not take the reader
  const PAUSE = 250; // milliseconds without a key after which the map follows

  const page = document.querySelector(".explorer");
  const one = (selector, within = page) => within.querySelector(selector);
  const form = one(".finder");
  const panes = one(".panes");
  const ground = one(".ground");
  const list = one(".found");
  const more = one(".more");
  const block = one(".initiatives");
  const data = JSON.parse(block.textContent);
  const all = finder.initiatives(data);
  const spots = data.spots.map((at) => ({ at: L.latLng(at), found: [], place: "" }));
  const map = window[one(".folium-map").id];
  const home = L.latLngBounds(JSON.parse(ground.dataset.frame));
  const names = ["zoek", ...data.facets.map((facet) => facet.id), "initiatief", "beeld"];
  const framed = window.location.protocol === "about:"; // a map in a report has no address of its own
  const state = { asked: {}, found: [], listed: 0, typing: false, steered: false };

  const written = new Intl.NumberFormat(document.documentElement.lang);
  const number = (count) => written.format(count);

  // ---- the address ----

  function remember(change, replacing) {
    Object.assign(state.asked, change);
    if (framed) return;
    const step = replacing ? "replaceState" : "pushState";
    window.history[step](null, "", finder.address(state.asked));
    shareable();
  }

  function shareable() {
    const field = one(".sharing textarea");
    if (!field) return;
    const address = addressOf(field.dataset.address);
    const chosen = (asked) => finder.address(asked).replace(/^#$/, "");
    one(".sharing input").value = address + chosen(state.asked);
    field.value = frameOf(`${address}?embed=1${chosen({ ...state.asked, initiatief: "" })}`, one("h1", document).textContent, "44rem");
  }

  // Says whether it was copied; where a browser forbids it, what to copy is selected.
  function copy({ currentTarget: button }) {
    const field = one(button.value === "link" ? ".sharing input" : ".sharing textarea");
    const status = one(".sharing [role=status]");
    copied(field.value).then(
      () => (status.textContent = status.dataset[button.value]),
      () => {
        field.select();
        status.textContent = status.dataset.failed;
      }
    );
  }

  function restore() {
    state.asked = finder.asked(window.location.hash, names);
    state.typing = false;
    map.closePopup();
    one("#zoek").value = state.asked.zoek;
    render();
    look(false);
    if (state.asked.initiatief) reveal(state.asked.initiatief);
    shareable();
  }

  // ---- what is asked and found ----

  function fillSelects() {
    data.facets.forEach((facet) => {
      const select = one(`#${facet.id}`);
      for (const [code, label, language] of facet.options) {
        const option = new Option(label, code);
        if (language) option.lang = language;
        select.add(option);
      }
      select.closest(".field").hidden = facet.options.length < 2;
    });
  }

  function showCounts(counts) {
    data.facets.forEach((facet, at) => {
      const select = one(`#${facet.id}`);
      facet.options.forEach(([code, label], number_) => {
        const option = select.options[number_ + 1];
        const count = counts[at][number_];
        const chosen = state.asked[facet.id] === code;
        option.textContent = chosen ? label : `${label} (${number(count)})`;
        option.hidden = option.disabled = !count && !chosen;
      });
      select.value = state.asked[facet.id];
    });
  }

  function showActive() {
    const chosen = data.facets.filter((facet) => state.asked[facet.id]).length;
    const words = one("[data-active]");
    words.textContent = chosen ? `: ${filled(words.dataset[chosen === 1 ? "one" : "many"], { n: chosen })}` : "";
    one(".reset").hidden = !chosen && !state.asked.zoek;
  }

  function announce() {
    const output = one("output");
    const { length } = state.found;
    const words = output.dataset[length === 0 ? "none" : length === 1 ? "one" : "many"];
    const absent = state.found.filter((initiative) => initiative.spot < 0).length;
    const rest = absent ? `, ${filled(output.dataset.offMap, { n: number(absent) })}` : "";
    output.textContent = filled(words, { n: number(length) }) + rest;
  }

  function render() {
    const { found, counts } = finder.answer(all, data.facets, state.asked);
    state.found = found;
    showCounts(counts);
    showActive();
    announce();
    list.replaceChildren();
    state.listed = 0;
    extend(STEP);
    spots.forEach((spot) => (spot.found = []));
    found.filter((initiative) => initiative.spot >= 0).forEach((initiative) => spots[initiative.spot].found.push(initiative));
    layer.show(spots.filter((spot) => spot.found.length));
  }

  // ---- one initiative ----

  function fact(label, words, language) {
    const shown = one("template.fact").content.cloneNode(true);
    one("dt", shown).textContent = label;
    one("dd", shown).textContent = words;
    if (language) one("dd", shown).lang = language;
    return shown;
  }

  function facts(initiative) {
    const said = data.facets.map((facet, at) => {
      const options = initiative.values[at].map((value) => facet.options[value]);
      const language = options.length === 1 ? options[0][2] : "";
      return options.length ? fact(facet.label, options.map((option) => option[1]).join(", "), language) : "";
    });
    if (initiative.since) said.push(fact(block.dataset.since, initiative.since));
    return said;
  }

  function mailAddress(link, id) {
    const [subject, body] = [link.dataset.subject, link.dataset.body].map((words) => filled(words, { id }));
    return `mailto:${page.dataset.contact}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  }

  function fill(entry, initiative) {
    if (entry.dataset.filled) return;
    entry.dataset.filled = "yes";
    one("dl", entry).replaceChildren(...facts(initiative));
    const [website, show, wrong] = [".website", ".show", ".wrong"].map((name) => one(name, entry));
    if (/^https?:\/\//.test(initiative.website)) website.href = initiative.website;
    else website.remove();
    if (initiative.spot < 0 || entry.dataset.shown) show.remove();
    else show.addEventListener("click", () => showOnMap(initiative, show));
    wrong.href = mailAddress(wrong, initiative.id);
    entry.querySelectorAll(".deeds .unseen").forEach((words) => (words.textContent = ` ${initiative.name}`));
  }

  // An entry of the list or of a popup; its facts are made when it is opened.
  function entryOf(initiative) {
    const entry = one("template.entry").content.firstElementChild.cloneNode(true);
    const details = one("details", entry);
    const form_ = initiative.values[2].map((value) => data.facets[2].options[value][1]);
    entry.dataset.id = initiative.id;
    one(".name", entry).textContent = initiative.name;
    one(".at", entry).textContent = [initiative.place || block.dataset.nowhere, ...form_].join(" · ");
    one("summary", entry).addEventListener("click", () => fill(entry, initiative));
    details.addEventListener("toggle", () => {
      fill(entry, initiative);
      opened(details, initiative);
    });
    return entry;
  }

  function opened(details, initiative) {
    const id = details.open ? initiative.id : "";
    if (details.open || state.asked.initiatief === initiative.id) {
      if (state.asked.initiatief !== id) remember({ initiatief: id }, true);
    }
  }

  // ---- the list ----

  function extend(rows) {
    const next = state.found.slice(state.listed, state.listed + rows);
    list.append(...next.map(entryOf));
    state.listed += next.length;
    const rest = state.found.length - state.listed;
    more.hidden = !rest;
    more.textContent = filled(more.dataset.words, { n: number(rest) });
    return next.length;
  }

  function extendAndGoOn() {
    const first = state.listed;
    if (extend(STEP)) one("summary", list.children[first]).focus();
  }

  function reveal(id) {
    const at = state.found.findIndex((initiative) => initiative.id === id);
    if (at < 0) return;
    if (at >= state.listed) extend(at + 1 - state.listed);
    one("details", list.children[at]).open = true;
    see(state.found[at].spot < 0 ? "list" : panes.dataset.seen);
    list.children[at].scrollIntoView({ block: "nearest" });
    if (state.found[at].spot >= 0) openPopup(spots[state.found[at].spot], state.found[at]);
  }

  // ---- the map ----

  const layer = bubbles.layer(map, ground.dataset.around, pick);

  function fit(bounds, animate) {
    const room = Math.min(36, ground.clientWidth / 20);
    map.fitBounds(bounds, { padding: [room, room], maxZoom: CLOSE, animate });
  }

  // What was asked in view; or the view that the address gives.
  function look(animate = !CALM.matches) {
    state.steered = false;
    const [latitude, longitude, zoom] = (state.asked.beeld || "").split(",").map(Number);
    if ([latitude, longitude, zoom].every(Number.isFinite) && zoom) {
      map.setView([latitude, longitude], zoom, { animate: false });
      return;
    }
    const shown = spots.filter((spot) => spot.found.length).map((spot) => spot.at);
    const asking = data.facets.some((facet) => state.asked[facet.id]) || state.asked.zoek;
    fit(asking && shown.length ? L.latLngBounds(shown) : home, animate);
  }

  function pick(cluster) {
    if (cluster.members.length === 1 || map.getZoom() >= map.getMaxZoom()) {
      openPopup({ ...cluster.spot, found: cluster.members.flatMap((spot) => spot.found) });
      return;
    }
    const bounds = L.latLngBounds(cluster.members.map((spot) => spot.at));
    const zoom = Math.max(map.getBoundsZoom(bounds, false, L.point(60, 60)), map.getZoom() + 1);
    map.setView(bounds.getCenter(), Math.min(zoom, map.getMaxZoom()), { animate: !CALM.matches });
  }

  function popupOf(spot, chosen) {
    const box = document.createElement("div");
    const head = document.createElement("p");
    const entries = document.createElement("ul");
    head.className = "spot";
    head.tabIndex = -1;
    head.textContent = filled(ground.dataset.spot, { place: spot.place, n: number(spot.found.length) });
    entries.className = "found";
    entries.append(...spot.found.map(entryOf));
    for (const entry of entries.children) entry.dataset.shown = "on the map";
    box.append(head, entries);
    const at = chosen ? spot.found.indexOf(chosen) : spot.found.length === 1 ? 0 : -1;
    if (at >= 0) {
      fill(entries.children[at], spot.found[at]);
      one("details", entries.children[at]).open = true;
    }
    return box;
  }

  // Leaflet puts the content in anew, so focus and scroll are kept for the reader.
  function resize(popup, content) {
    const [held, scrolled] = [document.activeElement, content.parentElement.scrollTop];
    popup.update();
    content.parentElement.scrollTop = scrolled;
    if (content.contains(held)) held.focus({ preventScroll: true });
  }

  function openPopup(spot, chosen) {
    const size = { maxWidth: Math.min(340, ground.clientWidth - 60), maxHeight: Math.max(140, ground.clientHeight - 140) };
    const content = popupOf(spot, chosen);
    const popup = L.popup({ ...size, minWidth: Math.min(240, size.maxWidth) }).setLatLng(spot.at).setContent(content).openOn(map);
    let height = content.offsetHeight; // what is open from the start says so later: nothing may move then, under a finger
    const follow = () => {
      if (content.offsetHeight === height) return;
      resize(popup, content);
      height = content.offsetHeight;
    };
    content.addEventListener("toggle", follow, true);
    const close = one(".leaflet-popup-close-button", ground);
    close.setAttribute("aria-label", ground.dataset.close);
    return content;
  }

  // From the list to the map and, when the popup is closed, back to where the reader was.
  function showOnMap(initiative, button) {
    const spot = spots[initiative.spot];
    const from = panes.dataset.seen;
    see("map");
    state.steered = false;
    map.setView(spot.at, Math.max(map.getZoom(), CLOSE), { animate: false });
    const content = openPopup(spot, initiative);
    one(".spot", content).focus();
    map.once("popupclose", () => {
      see(from);
      button.focus();
    });
  }

  // ---- map or list, on a narrow page ----

  function see(what) {
    panes.dataset.seen = what;
    one(".switch").querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === what));
    });
    map.invalidateSize({ animate: false });
  }

  // ---- what a reader does ----

  let waiting = 0;

  function lookSoon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => look(), PAUSE);
  }

  function ask(change, typing) {
    map.closePopup();
    remember({ ...change, initiatief: "", beeld: "" }, typing && state.typing);
    state.typing = typing;
    render();
    if (typing) lookSoon();
    else look();
  }

  function askFilter({ target }) {
    if (target.tagName !== "SELECT") return;
    const elsewhere = target.id === "provincie" ? { gemeente: "" } : {};
    ask({ [target.id]: target.value, ...elsewhere }, false);
  }

  function reset() {
    one("#zoek").value = "";
    ask(Object.fromEntries(names.map((name) => [name, ""])), false);
    one("#zoek").focus();
  }

  // Only a view that the reader chose is worth an address.
  function rememberView() {
    if (!state.steered) return;
    const { lat, lng } = map.getCenter();
    remember({ beeld: `${lat.toFixed(3)},${lng.toFixed(3)},${map.getZoom()}` }, true);
  }

  function ownControls() {
    if (map.attributionControl) map.attributionControl.setPrefix(false);
    map.zoomControl.remove();
    L.control.zoom({ position: "bottomleft", zoomInTitle: ground.dataset.in, zoomOutTitle: ground.dataset.out }).addTo(map);
    map.getContainer().setAttribute("role", "group");
    map.getContainer().setAttribute("aria-label", ground.dataset.label);
  }

  // On paper the map keeps these measures, and its style makes it as large as fits there.
  function measure() {
    const { clientWidth: wide, clientHeight: high } = ground;
    if (wide) Object.entries({ wide, high }).forEach(([name, size]) => ground.style.setProperty(`--${name}`, size));
    map.invalidateSize({ animate: false });
  }

  function listen() {
    form.addEventListener("submit", (event) => event.preventDefault());
    one("#zoek").addEventListener("input", ({ target }) => ask({ zoek: target.value.trim() }, true));
    form.addEventListener("change", askFilter);
    one(".reset").addEventListener("click", reset);
    more.addEventListener("click", extendAndGoOn);
    page.querySelectorAll(".copy").forEach((button) => button.addEventListener("click", copy));
    one(".switch").addEventListener("click", ({ target }) => target.value && see(target.value));
    window.addEventListener("popstate", restore);
    window.addEventListener("beforeprint", () => extend(state.found.length));
    new ResizeObserver(measure).observe(ground);
    ["pointerdown", "wheel", "keydown"].forEach((act) => ground.addEventListener(act, () => (state.steered = true)));
    ground.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
    map.on("moveend", rememberView);
  }

  all.filter((initiative) => initiative.spot >= 0).forEach((initiative) => (spots[initiative.spot].place = initiative.place));
  const root = document.documentElement.classList;
  if (new URLSearchParams(window.location.search).get("embed") === "1") root.add("embedded");
  one(".filters").open = !NARROW.matches && !root.contains("embedded");
  page.classList.add("ready");
  map.invalidateSize({ animate: false });
  ownControls();
  fillSelects();
  restore();
  listen();
})();
