"use strict";
// The data map: one round at a time, filtered by category and skill; the example behind the point.
const EDGE = { left: 56, right: 14, top: 12, bottom: 44 };
const SHAPES = {
  easy: (pen, r) => { pen.arc(0, 0, r * 0.8, 0, 7); pen.fill(); },
  unclassed: (pen, r) => { pen.arc(0, 0, r * 0.75, 0, 7); pen.fill(); },
  ambiguous: (pen, r) => { pen.moveTo(0, -r); pen.lineTo(r, 0); pen.lineTo(0, r); pen.lineTo(-r, 0); pen.fill(); },
  hard: (pen, r) => { pen.moveTo(0, -r); pen.lineTo(r, r * 0.8); pen.lineTo(-r, r * 0.8); pen.fill(); },
  error: (pen, r) => { const a = r * 0.8; pen.moveTo(-a, -a); pen.lineTo(a, a); pen.moveTo(-a, a); pen.lineTo(a, -a); pen.stroke(); },
  constructed: (pen, r) => { const a = r * 0.8; pen.rect(-a, -a, 2 * a, 2 * a); pen.stroke(); },
};

// Each symbol is drawn once and stamped: a path for every example would take a software renderer long.
function stamp(kind, name, radius, ratio) {
  const side = Math.ceil(2 * radius + 4);
  const small = document.createElement("canvas");
  small.width = small.height = side * ratio;
  const pen = small.getContext("2d");
  pen.scale(ratio, ratio);
  pen.translate(side / 2, side / 2);
  pen.fillStyle = pen.strokeStyle = colour(name);
  pen.lineWidth = radius > 3 ? 1.8 : 1.2;
  pen.beginPath();
  SHAPES[kind](pen, radius);
  return { image: small, side };
}

function startMap(run) {
  const canvas = document.getElementById("map-canvas");
  if (!canvas) return { filter: () => {} };
  const tools = document.getElementById("map-tools"), note = document.getElementById("map-note");
  const select = document.getElementById("map-skill"), tip = document.getElementById("tip");
  const boxes = [...tools.querySelectorAll("input[type=checkbox]")];
  const buttons = [...tools.querySelectorAll("button[data-round]")];
  const colours = { unclassed: "soft", constructed: "ink" };
  let round = run.rounds[0], visible = [], current = -1, pinned = false, size = { width: 1, height: 1 };

  const x = (i) => EDGE.left + (size.width - EDGE.left - EDGE.right) * round.std[i] / 65535;
  const y = (i) => size.height - EDGE.bottom - (size.height - EDGE.top - EDGE.bottom) * round.mean[i] / 65535;

  const refresh = () => {
    const byKind = run.kinds.map(() => []);
    const wanted = run.kinds.map((kind) => boxes.some((box) => box.checked && box.value === kind));
    const skill = select.value === "" ? -1 : Number(select.value);
    for (let i = 0; i < round.kind.length; i++) {
      if (wanted[round.kind[i]] && (skill < 0 || run.owner[i] === skill)) byKind[round.kind[i]].push(i);
    }
    visible = byKind.flat();
    current = -1;
    pinned = false;
    tip.hidden = true;
    note.textContent = `Round ${round.number}: ${grouped(visible.length)} examples shown.`;
    later();
  };

  const frame = (pen) => {
    const right = size.width - EDGE.right, bottom = size.height - EDGE.bottom;
    pen.font = "12px system-ui, sans-serif";
    pen.strokeStyle = colour("line");
    pen.fillStyle = colour("soft");
    const [means, stds] = round.ticks;
    pen.beginPath();
    means.forEach((label, i) => {
      const at = bottom - (bottom - EDGE.top) * i / (means.length - 1);
      pen.moveTo(EDGE.left, at);
      pen.lineTo(right, at);
      pen.textAlign = "right";
      pen.fillText(label, EDGE.left - 8, at + 4);
    });
    stds.forEach((label, i) => {
      const at = EDGE.left + (right - EDGE.left) * i / (stds.length - 1);
      pen.moveTo(at, EDGE.top);
      pen.lineTo(at, bottom);
      pen.textAlign = "center";
      pen.fillText(label, at, bottom + 18);
    });
    pen.stroke();
    pen.textAlign = "right";
    pen.fillText("standard deviation of the loss", right, size.height - 6);
    pen.save();
    pen.translate(12, EDGE.top);
    pen.rotate(-Math.PI / 2);
    pen.fillText("mean loss, nats per token", 0, 0);
    pen.restore();
    pen.setLineDash([3, 4]);
    pen.strokeStyle = colour("soft");
    pen.beginPath();
    const mean = bottom - (bottom - EDGE.top) * round.average[0] / round.top[0];
    const std = EDGE.left + (right - EDGE.left) * round.average[1] / round.top[1];
    pen.moveTo(EDGE.left, mean);
    pen.lineTo(right, mean);
    pen.moveTo(std, EDGE.top);
    pen.lineTo(std, bottom);
    pen.stroke();
    pen.setLineDash([]);
  };
  const draw = () => {
    const { pen, width, height, ratio } = prepare(canvas);
    size = { width, height };
    if (width < 100) return;
    frame(pen);
    pen.globalAlpha = 0.75;
    if (visible.length > 20000) {
      // Symbols would be too small to distinguish and too slow: plain dots, and the filters show single categories.
      let last = "";
      for (const i of visible) {
        const kind = run.kinds[round.kind[i]];
        if (kind !== last) pen.fillStyle = colour(colours[kind] ?? kind);
        last = kind;
        pen.fillRect(x(i) - 1, y(i) - 1, 2, 2);
      }
    } else {
      const stamps = run.kinds.map((kind) => stamp(kind, colours[kind] ?? kind, visible.length > 4000 ? 3 : 4.6, ratio));
      for (const i of visible) {
        const { image, side } = stamps[round.kind[i]];
        pen.drawImage(image, x(i) - side / 2, y(i) - side / 2, side, side);
      }
    }
    pen.globalAlpha = 1;
    if (current < 0) return;
    pen.strokeStyle = colour("accent");
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.arc(x(visible[current]), y(visible[current]), 9, 0, 7);
    pen.stroke();
  };
  const later = keepDrawn(canvas, draw);

  const showTip = () => {
    ({ width: size.width, height: size.height } = canvas.getBoundingClientRect());
    tip.hidden = current < 0;
    later();
    if (current < 0) return;
    const i = visible[current], text = run.texts.get(i);
    const value = (column, top) => (column[i] / 65535 * top).toFixed(2);
    const [question, solution, wrong] = text ?? ["The page does not have the text of this example."];
    const lines = [
      `${run.skills.name[run.owner[i]] ?? "Skill not in the graph"} (${run.kinds[round.kind[i]]})`,
      `mean ${value(round.mean, round.top[0])}, deviation ${value(round.std, round.top[1])}`, question,
    ];
    if (pinned && solution) lines.push("", solution);
    if (wrong) lines.push(`Constructed error: ${wrong}`);
    if (pinned && run.kinds[round.kind[i]] === "error") lines.push("Flagged: its loss is as high as that of the constructed errors.");
    tip.classList.toggle("pinned", pinned);
    tip.textContent = lines.join("\n");
    const box = canvas.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(box.left + x(i) + 14, innerWidth - tip.offsetWidth - 12)) + scrollX}px`;
    tip.style.top = `${box.top + y(i) + 16 + scrollY}px`;
  };
  const nearest = (event, reach = 10) => {
    const box = canvas.getBoundingClientRect();
    const px = event.clientX - box.left, py = event.clientY - box.top;
    let best = reach ** 2, found = -1;
    visible.forEach((i, index) => {
      const far = (x(i) - px) ** 2 + (y(i) - py) ** 2;
      if (far <= best) { best = far; found = index; }
    });
    if (found !== current) { current = found; showTip(); }
  };
  const release = () => { current = -1; pinned = false; showTip(); };
  canvas.addEventListener("pointermove", (event) => { if (!pinned) nearest(event); });
  // A click or a tap keeps the text, with the solution, until the next one; a finger is broader than a pointer.
  canvas.addEventListener("click", (event) => {
    pinned = false;
    nearest(event, event.pointerType === "touch" ? 24 : 10);
    pinned = current >= 0;
    showTip();
  });
  canvas.addEventListener("pointerleave", () => { if (!pinned) release(); });
  canvas.addEventListener("blur", () => { if (!pinned) release(); });
  canvas.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key === "Enter" && current >= 0) pinned = !pinned;
    else if (event.key === "Escape") { current = -1; pinned = false; }
    else if (!(event.key in steps) || !visible.length) return;
    else current = (Math.max(current, steps[event.key] > 0 ? -1 : 0) + steps[event.key] + visible.length) % visible.length;
    event.preventDefault();
    showTip();
  });

  select.append(...run.skills.name.map((name, i) => element("option", name, { value: String(i) })));
  for (const control of [select, ...boxes]) control.addEventListener("change", refresh);
  const choose = (number) => {
    round = run.rounds.find((candidate) => String(candidate.number) === number);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.round === number));
    refresh();
  };
  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.round));
  tools.hidden = canvas.hidden = false;
  choose(String(round.number));
  return { filter: (skill) => { select.value = String(skill); refresh(); canvas.focus(); canvas.scrollIntoView({ block: "center" }); } };
}
