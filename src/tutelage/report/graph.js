"use strict";
// The skill graph: zoom, pan, search. A small graph is the page's own SVG, a large one is drawn on a canvas.
const BOX = { width: 40, height: 26 };

function svgGraph(svg, choose) {
  const { width, height } = svg.viewBox.baseVal;
  const nodes = [...svg.querySelectorAll("a[data-skill]")];
  const edges = [...svg.querySelectorAll(".edge")];
  nodes.forEach((node, skill) => {
    const light = (on) => edges.forEach((edge) => {
      if ([edge.dataset.from, edge.dataset.to].includes(node.dataset.skill)) edge.classList.toggle("on", on);
    });
    for (const name of ["pointerenter", "focus"]) node.addEventListener(name, () => light(true));
    for (const name of ["pointerleave", "blur"]) node.addEventListener(name, () => light(false));
    node.addEventListener("click", (event) => { event.preventDefault(); choose(skill); });
  });
  return {
    surface: svg, width, height,
    show: (view) => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`),
    centre: (skill) => {
      const box = nodes[skill].querySelector("rect");
      return [box.x.baseVal.value + box.width.baseVal.value / 2, box.y.baseVal.value + box.height.baseVal.value / 2];
    },
    box: (skill) => nodes[skill],
    mark: (skill) => nodes.forEach((node, i) => node.classList.toggle("chosen", i === skill)),
  };
}

function canvasGraph(canvas, run, choose) {
  const [xs, ys] = run.corners;
  const max = (values) => values.reduce((a, b) => Math.max(a, b), 0);
  const width = max(xs) + BOX.width + 8, height = max(ys) + BOX.height + 8;
  let view = { x: 0, y: 0, width, height }, chosen = -1;

  const fitted = (w, h) => {
    const scale = Math.min(w / view.width, h / view.height);
    return { scale, left: (w - view.width * scale) / 2 - view.x * scale, top: (h - view.height * scale) / 2 - view.y * scale };
  };
  const path = (pen, from, to) => {
    pen.moveTo(xs[from] + BOX.width / 2, ys[from]);
    pen.lineTo(xs[to] + BOX.width / 2, ys[to] + BOX.height);
  };
  const draw = () => {
    const { pen, width: w, height: h } = prepare(canvas);
    const { scale, left, top } = fitted(w, h);
    pen.translate(left, top);
    pen.scale(scale, scale);
    pen.lineWidth = 0.6 / scale;
    pen.strokeStyle = colour("soft");
    pen.globalAlpha = 0.22;
    // A stroke for each edge: one path with all of them takes a software renderer twice as long.
    for (let i = 0; i < run.edges.length; i += 2) {
      pen.beginPath();
      path(pen, run.edges[i], run.edges[i + 1]);
      pen.stroke();
    }
    pen.globalAlpha = 1;
    const fills = [0, 1, 2, 3, 4].map((shade) => colour(`m${shade}`));
    const [paper, line, ink, inverse] = ["paper", "soft", "ink", "paper"].map(colour);
    pen.font = "600 11px system-ui, sans-serif";
    pen.textAlign = "center";
    for (let i = 0; i < xs.length; i++) {
      pen.fillStyle = fills[run.skills.shade[i]] ?? paper;
      pen.fillRect(xs[i], ys[i], BOX.width, BOX.height);
      pen.lineWidth = 0.8;
      pen.strokeStyle = line;
      pen.strokeRect(xs[i], ys[i], BOX.width, BOX.height);
      if (scale > 0.7) {
        pen.fillStyle = run.skills.shade[i] > 2 && run.skills.shade[i] !== NONE ? inverse : ink;
        pen.fillText(String(i + 1), xs[i] + BOX.width / 2, ys[i] + 17);
      }
    }
    if (chosen < 0) return;
    pen.strokeStyle = colour("accent");
    pen.lineWidth = Math.max(3, 2 / scale);
    pen.strokeRect(xs[chosen] - 2, ys[chosen] - 2, BOX.width + 4, BOX.height + 4);
    pen.beginPath();
    for (const low of run.needs.get(chosen) ?? []) path(pen, low, chosen);
    for (const high of run.opens.get(chosen) ?? []) path(pen, chosen, high);
    pen.stroke();
  };
  const later = keepDrawn(canvas, draw);
  canvas.addEventListener("click", (event) => {
    const frame = canvas.getBoundingClientRect();
    const { scale, left, top } = fitted(frame.width, frame.height);
    const x = (event.clientX - frame.left - left) / scale, y = (event.clientY - frame.top - top) / scale;
    const found = xs.findIndex((at, i) => x >= at && x <= at + BOX.width && y >= ys[i] && y <= ys[i] + BOX.height);
    if (found >= 0) choose(found);
  });
  return {
    surface: canvas, width, height,
    show: (next) => { view = { ...next }; later(); },
    centre: (skill) => [xs[skill] + BOX.width / 2, ys[skill] + BOX.height / 2],
    box: () => canvas,
    mark: (skill) => { chosen = skill; later(); },
  };
}

function startGraph(run, choose) {
  const holder = document.querySelector(".graph");
  const canvas = holder.querySelector("canvas");
  let dragged = false;
  const select = (skill) => { if (!dragged) choose(skill); };
  const graph = canvas ? canvasGraph(canvas, run, select) : svgGraph(holder.querySelector("svg"), select);
  const view = { x: 0, y: 0, width: graph.width, height: graph.height };
  const show = () => graph.show(view);
  const zoom = (factor, x = view.x + view.width / 2, y = view.y + view.height / 2) => {
    const most = Math.min(Math.max(view.width * factor, 160), graph.width * 1.5) / view.width;
    view.x = x - (x - view.x) * most;
    view.y = y - (y - view.y) * most;
    view.width *= most;
    view.height *= most;
    show();
  };
  const pan = (x, y) => { view.x += x * view.width; view.y += y * view.height; show(); };
  const whole = () => { Object.assign(view, { x: 0, y: 0, width: graph.width, height: graph.height }); show(); };
  const goTo = (skill) => {
    const [x, y] = graph.centre(skill);
    view.width = Math.min(view.width, 700);
    view.height = view.width * graph.height / graph.width;
    const inside = (middle, part, all) => Math.max(0, Math.min(middle - part / 2, all - part));
    Object.assign(view, { x: inside(x, view.width, graph.width), y: inside(y, view.height, graph.height) });
    show();
  };

  const actions = { in: () => zoom(0.7), out: () => zoom(1 / 0.7), whole };
  for (const button of document.querySelectorAll("#graph-tools button")) {
    button.addEventListener("click", actions[button.value]);
  }
  const keys = {
    "+": actions.in, "=": actions.in, "-": actions.out, 0: whole,
    ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
  };
  holder.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  // The wheel zooms only with Ctrl, so that it still scrolls the page.
  holder.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
  let last = null;
  holder.addEventListener("pointerdown", (event) => { last = event; dragged = false; });
  addEventListener("pointerup", () => { last = null; });
  holder.addEventListener("pointermove", (event) => {
    if (!last) return;
    const frame = graph.surface.getBoundingClientRect();
    const x = (last.clientX - event.clientX) / frame.width, y = (last.clientY - event.clientY) / frame.height;
    if (!dragged && Math.hypot(last.clientX - event.clientX, last.clientY - event.clientY) < 5) return;
    dragged = true;
    last = event;
    pan(x, y);
  });
  addEventListener("beforeprint", whole);

  const search = document.getElementById("skill-search"), hits = document.getElementById("skill-hits");
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    const found = [];
    for (let i = 0; words && i < run.skills.name.length && found.length < 12; i++) {
      if (run.skills.name[i].toLowerCase().includes(words) || String(i + 1) === words) found.push(i);
    }
    const row = (i) => {
      const item = element("li");
      item.append(element("button", `${i + 1}. ${run.skills.name[i]}`, { type: "button", onclick: () => { choose(i); goTo(i); } }));
      return item;
    };
    hits.replaceChildren(...found.map(row), ...(words && !found.length ? [element("li", "No skill has this in its name.")] : []));
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") hits.querySelector("button")?.click();
  });
  document.getElementById("graph-tools").hidden = false;
  return { mark: graph.mark, box: graph.box, goTo };
}
