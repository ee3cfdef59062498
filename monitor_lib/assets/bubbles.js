// Initiatives as bubbles on a canvas: those that would lie over each other share one, with their number in it.
"use strict";

window.monitor = window.monitor || {};

window.monitor.bubbles = (function () {
  const APART = 46; // pixels between the middles of two bubbles
  const NAMED_FROM = 7.75; // zoom from which bubbles say where they are
  const LETTER = 14;

  const tokens = getComputedStyle(document.documentElement);
  const token = (name) => tokens.getPropertyValue(`--${name}`).trim();
  const colour = { paper: token("paper"), ink: token("ink"), teal: token("teal") };
  const family = token("letters") || "sans-serif";
  const written = new Intl.NumberFormat(document.documentElement.lang);
  const measure = document.createElement("canvas").getContext("2d");

  // Leaflet's circle with a number in it and a name beside it.
  const Bubble = L.CircleMarker.extend({
    _updateBounds() {
      L.CircleMarker.prototype._updateBounds.call(this);
      this._pxBounds.extend(this._point.add([this._radius + 8 + this.options.width, 0]));
    },
    _updatePath() {
      L.CircleMarker.prototype._updatePath.call(this);
      if (!this._renderer._drawing || this._empty()) return;
      const pen = this._renderer._ctx;
      pen.save();
      pen.globalAlpha = 1;
      pen.textBaseline = "middle";
      this._writeNumber(pen);
      if (this.options.name) this._writeName(pen);
      pen.restore();
    },
    _writeNumber(pen) {
      if (this.options.count < 2) return;
      pen.font = `700 ${LETTER}px ${family}`;
      pen.textAlign = "center";
      pen.fillStyle = colour.paper;
      pen.fillText(written.format(this.options.count), this._point.x, this._point.y + 1);
    },
    _writeName(pen) {
      const [x, y] = [this._point.x + this._radius + 5, this._point.y + 1];
      pen.font = `600 ${LETTER}px ${family}`;
      pen.textAlign = "left";
      pen.lineJoin = "round";
      pen.lineWidth = 4;
      pen.strokeStyle = colour.paper;
      pen.strokeText(this.options.name, x, y);
      pen.fillStyle = colour.ink;
      pen.fillText(this.options.name, x, y);
    },
  });

  function radius(count) {
    return count === 1 ? 7 : 11 + 2.4 * Math.log2(count);
  }

  // Spots near each other taken together, the fullest first: it keeps its place, its neighbours come to it.
  function clusters(spots, map) {
    const points = spots.map((spot) => ({ spot, at: map.project(spot.at) }));
    points.sort((one, other) => other.spot.found.length - one.spot.found.length);
    const cells = new Map();
    const key = (x, y) => `${x}/${y}`;
    const cellOf = (at) => [Math.floor(at.x / APART), Math.floor(at.y / APART)];
    for (const point of points) {
      const cell = key(...cellOf(point.at));
      if (!cells.has(cell)) cells.set(cell, []);
      cells.get(cell).push(point);
    }
    const made = [];
    for (const point of points) {
      if (point.taken) continue;
      const [x, y] = cellOf(point.at);
      const members = [];
      for (let across = x - 1; across <= x + 1; across += 1) {
        for (let down = y - 1; down <= y + 1; down += 1) {
          for (const other of cells.get(key(across, down)) || []) {
            if (other.taken || other.at.distanceTo(point.at) >= APART) continue;
            other.taken = true;
            members.push(other.spot);
          }
        }
      }
      const count = members.reduce((sum, spot) => sum + spot.found.length, 0);
      made.push({ spot: point.spot, members, count, at: point.at });
    }
    return made;
  }

  // The place of most of the initiatives of a bubble, and that there are others around it.
  function whereabouts(members, around) {
    const counts = new Map();
    for (const { place, found } of members) counts.set(place, (counts.get(place) || 0) + found.length);
    const [place] = [...counts].reduce((most, other) => (other[1] > most[1] ? other : most));
    return counts.size > 1 ? around.replace("{place}", place) : place;
  }

  // Names where there is room for them: over no bubble and no other name.
  function named(made, around) {
    const boxes = made.map((cluster) => {
      const r = radius(cluster.count);
      return [cluster.at.x - r, cluster.at.y - r, cluster.at.x + r, cluster.at.y + r];
    });
    const free = (box, own) =>
      boxes.every((b, at) => at === own || b[2] < box[0] || b[0] > box[2] || b[3] < box[1] || b[1] > box[3]);
    measure.font = `600 ${LETTER}px ${family}`;
    made.forEach((cluster, at) => {
      const words = whereabouts(cluster.members, around);
      const width = measure.measureText(words).width;
      const left = boxes[at][2] + 3;
      const box = [left, cluster.at.y - 9, left + width + 4, cluster.at.y + 9];
      if (!free(box, at)) return;
      boxes.push(box);
      Object.assign(cluster, { name: words, width });
    });
    return made;
  }

  // A layer of bubbles for these spots ({at, place, found}) in view; `pick` gets the cluster that is pressed.
  function layer(map, around, pick) {
    map.createPane("bubbles").style.zIndex = 450;
    const renderer = L.canvas({ padding: 0.3, pane: "bubbles" });
    const group = L.layerGroup().addTo(map);
    let spots = [];
    let lettered = false;

    // A canvas is not drawn anew when letters arrive, and a name is measured in its own: so they are waited for.
    function begin() {
      lettered = true;
      draw();
    }

    function draw() {
      if (!lettered) return;
      group.clearLayers();
      const view = map.getBounds().pad(0.3);
      const made = clusters(spots.filter((spot) => view.contains(spot.at)), map);
      if (map.getZoom() >= NAMED_FROM) named(made, around);
      made.forEach(add);
    }

    function add(cluster) {
      const { count, name, width = 0 } = cluster;
      const look = { renderer, pane: "bubbles", count, name, width, radius: radius(count), weight: 1.5, color: colour.paper };
      const bubble = new Bubble(cluster.spot.at, { ...look, fillColor: colour.teal, fillOpacity: 0.92 });
      bubble.on("click", () => pick(cluster)).addTo(group);
    }

    map.on("moveend", draw);
    Promise.all([600, 700].map((weight) => document.fonts.load(`${weight} ${LETTER}px ${family}`))).then(begin, begin);
    return {
      show(shown) {
        spots = shown;
        draw();
      },
    };
  }

  return { layer };
})();
