// Which initiatives answer to search words and filters, how many would with another choice, and the address of a choice.
"use strict";

window.monitor = window.monitor || {};

window.monitor.finder = (function () {
  // As `wording.folded` does, but letters of every alphabet stay.
  function folded(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}|['’‘`]/gu, "").toLowerCase();
    return plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  function listed(value) {
    return typeof value === "number" ? (value < 0 ? [] : [value]) : value;
  }

  // One record per initiative; values are numbers of options, in the order of the facets.
  function initiatives(data) {
    return data.rows.map((row) => {
      const [id, name, place, spot] = row;
      const values = row.slice(4, 4 + data.facets.length).map(listed);
      const [website, since] = row.slice(4 + data.facets.length);
      const at = { id, name, spot, values, website, since, place: place < 0 ? "" : data.places[place] };
      return at;
    });
  }

  // The words by which an initiative is found; made when first asked for, as that takes a while for ten thousand.
  function words(initiative, facets) {
    if (initiative.words === undefined) {
      const { id, name, place, values } = initiative;
      const said = values.slice(0, 4).flatMap((numbers, at) => numbers.map((number) => facets[at].options[number][1]));
      initiative.words = folded([name, place, id, ...said].join(" "));
    }
    return initiative.words;
  }

  // What is found, and per facet how many would be found with each option and all other choices as they are.
  function answer(all, facets, asked) {
    const sought = folded(asked.zoek || "").split(" ").filter(Boolean);
    const chosen = facets.map((facet) => facet.options.findIndex(([code]) => code === asked[facet.id]));
    const counts = facets.map((facet) => new Array(facet.options.length).fill(0));
    const found = [];
    for (const initiative of all) {
      if (sought.length && !sought.every((word) => words(initiative, facets).includes(word))) continue;
      const missed = [];
      chosen.forEach((option, facet) => {
        if (option >= 0 && !initiative.values[facet].includes(option)) missed.push(facet);
      });
      if (!missed.length) found.push(initiative);
      const counted = missed.length ? (missed.length === 1 ? missed : []) : facets.keys();
      for (const facet of counted) for (const option of initiative.values[facet]) counts[facet][option] += 1;
    }
    return { found, counts };
  }

  function asked(address, names) {
    const given = new URLSearchParams(address.replace(/^#/, ""));
    return Object.fromEntries(names.map((name) => [name, given.get(name) || ""]));
  }

  function address(asked) {
    const said = Object.entries(asked).filter(([, value]) => value);
    return said.length ? `#${new URLSearchParams(said)}` : "#";
  }

  return { initiatives, answer, asked, address };
})();
