// Runs on import. Codes and handles must not stay in the address bar, the history or a copied link.
import { readRedirectResult } from "./redirect-result.ts";

export const redirectResult = readRedirectResult(location.href);

history.replaceState(null, "", location.pathname);
