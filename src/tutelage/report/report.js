// Comfort only: every figure and number of the page stands without it.
"use strict";
(() => {
  const examples = JSON.parse(document.getElementById("examples").textContent);
  const maps = [...document.querySelectorAll(".map")];
  const tip = document.getElementById("tip");

  // The question behind a point of the data map.
  const show = (event) => {
    const mark = event.target.closest("use[data-i]");
    tip.hidden = !mark;
    if (!mark) return;
    const [, name, question, wrong] = examples[mark.dataset.i];
    const lines = [`${name} (${mark.parentNode.dataset.kind})`, question];
    if (wrong) lines.push(`Constructed error: ${wrong}`);
    tip.textContent = lines.join("\n");
    const left = Math.min(event.pageX + 14, scrollX + innerWidth - tip.offsetWidth - 12);
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${event.pageY + 16}px`;
  };
  for (const map of maps) {
    map.addEventListener("pointermove", show);
    map.addEventListener("pointerleave", () => { tip.hidden = true; });
  }

  // One round at a time, and one skill picked out.
  const tools = document.getElementById("map-tools");
  if (tools) {
    const buttons = [...tools.querySelectorAll("button")];
    const choose = (round) => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === round));
      for (const map of maps) map.hidden = map.dataset.round !== round;
    };
    for (const button of buttons) button.addEventListener("click", () => choose(button.value));
    tools.hidden = false;
    if (buttons.length) choose(buttons[0].value);
    addEventListener("beforeprint", () => { for (const map of maps) map.hidden = false; });
    addEventListener("afterprint", () => { if (buttons.length) choose(buttons[0].value); });
    tools.querySelector("select").addEventListener("change", (event) => {
      const skill = event.target.value;
      for (const mark of document.querySelectorAll(".marks use[data-i]")) {
        mark.classList.toggle("off", skill !== "" && examples[mark.dataset.i][0] !== skill);
      }
    });
  }

  // The edges of the skill under the pointer.
  for (const node of document.querySelectorAll(".graph a")) {
    const light = (on) => {
      for (const edge of document.querySelectorAll(".edge")) {
        const ends = [edge.dataset.from, edge.dataset.to];
        if (ends.includes(node.dataset.skill)) edge.classList.toggle("on", on);
      }
    };
    for (const name of ["pointerenter", "focus"]) node.addEventListener(name, () => light(true));
    for (const name of ["pointerleave", "blur"]) node.addEventListener(name, () => light(false));
  }

  // Sort a table by a column; a cell may say what it counts as in data-value.
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.value);
  };
  for (const head of document.querySelectorAll("table.sortable thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const table = head.closest("table");
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const column = head.cellIndex;
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [left, right] = [value(a, column), value(b, column)];
        return (left < right ? -1 : left > right ? 1 : 0) * (up ? 1 : -1);
      });
      table.tBodies[0].append(...rows);
    });
  }
})();
