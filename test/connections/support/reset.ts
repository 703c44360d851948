import { beforeEach } from "vitest";
import { providerNames } from "../../../infra/local/sandbox/state.ts";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";

/** Before every test: resets the sandbox providers and removes the spy's faults. */
export function resetBeforeEach(): void {
  beforeEach(async () => {
    await Promise.all([spy.forget(), ...providerNames.map((name) => sandbox(name).reset())]);
  });
}
