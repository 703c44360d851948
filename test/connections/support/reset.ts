import { beforeEach } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";

/** Every test begins with providers as seeded and an AWS that works. */
export function resetBeforeEach(): void {
  beforeEach(async () => {
    const names = ["slack", "github", "google", "figma"] as const;
    await Promise.all([spy.forget(), ...names.map((name) => sandbox(name).reset())]);
  });
}
