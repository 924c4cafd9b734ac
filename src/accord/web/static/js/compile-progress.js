/** While a file is being compiled, ask now and then how far it is, and show the page anew when it is made. */
const box = document.querySelector("[data-progress]");
const later = () => setTimeout(ask, 1000);

async function ask() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    const { state, sentence } = answer.ok ? await answer.json() : {};
    if (state === "done" || state === "failed") return location.reload();
    if (sentence) box.querySelector("p").textContent = sentence;
  } catch { /* The network is away for a moment: the next look tells. */ }
  return later();
}

if (box) later();
