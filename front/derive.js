// What is sent in the place of a password; accord/kernel/derivation.py is the same in Python, with the reasons.
import sodium from "libsodium-wrappers-sumo";

const VERSION = "a1";
const PASSES = 1;
const MEMORY = 64 * 1024 * 1024;

export async function derive({ password, username, installation }) {
  await sodium.ready;
  const salt = sodium.crypto_generichash(16, `${VERSION}|${installation}|${username}`);
  const typed = sodium.from_string(password.normalize("NFKC"));
  const key = sodium.crypto_pwhash(32, typed, salt, PASSES, MEMORY, sodium.crypto_pwhash_ALG_ARGON2ID13);
  const sent = sodium.crypto_auth_hmacsha256("auth", key);
  sodium.memzero(typed);
  sodium.memzero(key);
  return `${VERSION}.` + sodium.to_base64(sent, sodium.base64_variants.URLSAFE_NO_PADDING);
}
