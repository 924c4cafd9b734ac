// passkey: asks the browser to make a passkey or to use one (WebAuthn), and sends its answer with the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const written = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));

/** Return what the server asks for as browsers take it: bytes where JSON has text. */
function read({ publicKey }) {
  const { challenge, user, excludeCredentials, allowCredentials, ...rest } = publicKey;
  const asked = { ...rest, challenge: bytes(challenge) };
  if (user) asked.user = { ...user, id: bytes(user.id) };
  if (excludeCredentials) asked.excludeCredentials = listed(excludeCredentials);
  if (allowCredentials) asked.allowCredentials = listed(allowCredentials);
  return { publicKey: asked };
}

/** Return the browser's answer as JSON: text where it has bytes. */
function answer(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = written(made.response[name]);
  }
  const told = { id: made.id, rawId: written(made.rawId), type: made.type, response };
  return JSON.stringify({ ...told, clientExtensionResults: made.getClientExtensionResults() });
}

/** Say above the form why nothing was sent. */
function say(fault) {
  const known = { InvalidStateError: "known", SecurityError: "elsewhere" };
  const word = window.PublicKeyCredential ? (known[fault.name] ?? "stopped") : "cannot";
  const place = document.querySelector("[data-says-passkey]");
  place.querySelector("p").textContent = document.querySelector("[data-passkey-words]").dataset[word];
  place.hidden = false;
  place.focus();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const options = JSON.parse(form.dataset.options);
  let done = false;
  let busy = false;
  form.addEventListener("submit", async (event) => {
    if (done) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      const made = await navigator.credentials[form.dataset.passkey](read(options));
      form.elements.namedItem("credential").value = answer(made);
      done = true;
      form.requestSubmit(event.submitter);
    } catch (fault) { say(fault); }
    busy = false;
  });
}
