import { createRefusal } from "./command-refusal.ts";

/**
 * Reads the origins of other local front ends from PATCHBAY_ALLOWED_ORIGINS, separated by commas.
 * @throws a refusal naming what is not an origin
 */
export function readAllowedOrigins(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const given = (environment.PATCHBAY_ALLOWED_ORIGINS ?? "").split(",").map((text) => text.trim());
  return given.filter(Boolean).map((text) => {
    const isOrigin = /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
    if (isOrigin) return text;
    throw createRefusal(
      `PATCHBAY_ALLOWED_ORIGINS: "${text}" is not an origin. Write scheme, host and port without a slash at the end, such as http://localhost:3000.`,
    );
  });
}
