// What the scripts of pages have in common: another script, words with names in braces, and what a reader takes along.
"use strict";

window.monitor = window.monitor || {};

Object.assign(window.monitor, {
  // A script that is only there for who asks for it.
  loaded(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  },

  filled(words, values) {
    return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  },

  // The clipboard of today is not there on a page that came over plain http.
  copied(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    const held = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    held.focus({ preventScroll: true });
    return done ? Promise.resolve() : Promise.reject(new Error("the browser does not let this page copy"));
  },

  // Where this page can be reached: a page on disk does not know, and is told what stands for it.
  addressOf(unknown) {
    const { protocol, origin, pathname } = window.location;
    return protocol.startsWith("http") ? origin + pathname : unknown;
  },

  frameOf(address, title, height) {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = title;
    frame.style.cssText = `width:100%;height:${height};border:0`;
    frame.loading = "lazy";
    return frame.outerHTML;
  },
});
