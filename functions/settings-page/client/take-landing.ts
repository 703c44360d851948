// Runs on import. Codes and handles must not stay in the address bar, the history or a copied link.
import { readLanding } from "./landing.ts";

export const landing = readLanding(location.href);

history.replaceState(null, "", location.pathname);
