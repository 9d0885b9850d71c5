"use strict";
// The data map of an audit: the question and the answer behind a point.
{
  const examples = JSON.parse(document.getElementById("examples").textContent);
  const maps = [...document.querySelectorAll(".map")];
  const tip = document.getElementById("tip");

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
}
