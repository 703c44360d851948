// Runs on import and removes codes and handles from the address bar, so that they stay out of the history and of copied
// links.
import { readRedirectResult } from "./redirect-result.ts";

export const redirectResult = readRedirectResult(location.href);

history.replaceState(null, "", location.pathname);
