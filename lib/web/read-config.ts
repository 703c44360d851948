import type { PageConfig } from "./config.ts";

export function readConfig(): PageConfig {
  const block = document.getElementById("config");
  const parsed: PageConfig = JSON.parse(block?.textContent ?? "{}");
  return parsed;
}
