"use strict";
// The run's figures as typed arrays, and what the parts of the page share.
const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };
const NONE = 255;

function unpack([type, text]) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return new TYPES[type](bytes.buffer);
}

function unpackAll(columns) {
  const isPacked = (value) => Array.isArray(value) && value.length === 2 && value[0] in TYPES;
  return Object.fromEntries(Object.entries(columns).map(([key, value]) => [key, isPacked(value) ? unpack(value) : value]));
}

function loadRun() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { level, questions, before, after, low, high, shade } = data.skills;
  const skills = { ...data.skills, ...unpackAll({ level, questions, before, after, low, high, shade }) };
  const edges = unpack(data.edges);
  const needs = new Map(), opens = new Map();
  const add = (map, key, value) => (map.get(key) ?? map.set(key, []).get(key)).push(value);
  for (let i = 0; i < edges.length; i += 2) {
    add(needs, edges[i + 1], edges[i]);
    add(opens, edges[i], edges[i + 1]);
  }
  const owner = unpack(data.owner), at = unpack(data.texts.at);
  const texts = new Map(), bySkill = new Map();
  at.forEach((example, row) => {
    texts.set(example, data.texts.rows[row]);
    add(bySkill, owner[example], example);
  });
  const rounds = data.rounds.map((round) => ({
    ...round, kind: unpack(round.kind), mean: unpack(round.mean), std: unpack(round.std),
  }));
  return { ...data, replies: unpackAll(data.replies), skills, edges, needs, opens, owner, texts, bySkill, rounds, corners: data.corners?.map(unpack) };
}

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
const percent = (value) => (value === NONE ? "–" : `${value} %`);

// An element with text content: nothing of the run is ever read as markup.
function element(tag, text = "", properties = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...properties });
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// A canvas as sharp as the screen; the caller draws in CSS pixels.
function prepare(canvas) {
  const { width, height } = canvas.getBoundingClientRect();
  const ratio = Math.min(2, devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  return { pen, width, height, ratio };
}

// Draw again when the size or the colours change, but only what is on the screen; paper has the light colours.
function keepDrawn(canvas, draw) {
  let waiting = false, stale = true, seen = false;
  const later = () => {
    stale = true;
    if (waiting || !seen) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = stale = false; draw(); });
  };
  new IntersectionObserver((entries) => {
    seen = entries.at(-1).isIntersecting;
    if (seen && stale) later();
  }, { rootMargin: "300px" }).observe(canvas);
  new ResizeObserver(later).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  addEventListener("beforeprint", () => { document.documentElement.dataset.light = ""; draw(); });
  addEventListener("afterprint", () => { delete document.documentElement.dataset.light; later(); });
  return later;
}
