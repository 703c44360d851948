import { beforeEach } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";

/** Before every test: resets the sandbox providers and removes the spy's faults. */
export function resetBeforeEach(): void {
  beforeEach(async () => {
    const names = ["slack", "github", "google", "figma"] as const;
    await Promise.all([spy.forget(), ...names.map((name) => sandbox(name).reset())]);
  });
}
