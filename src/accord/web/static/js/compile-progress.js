/** While a file is being compiled, ask now and then how far it is, and show the page anew when it is made. */
const box = document.querySelector("[data-progress]");

async function ask() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return later();
    const { state, sentence, percent } = await answer.json();
    if (state === "done" || state === "failed") return location.reload();
    box.querySelector("[data-sentence]").textContent = sentence;
    const bar = box.querySelector("progress");
    if (percent === null) bar.removeAttribute("value");
    else bar.value = percent;
  } catch { /* The network is away for a moment: the next look tells. */ }
  return later();
}

const later = () => setTimeout(ask, 1000);
if (box) later();
