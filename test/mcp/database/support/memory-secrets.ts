import type { Secrets } from "../../../../infra/database/keep-context-key.ts";

export interface MemorySecrets extends Secrets {
  readonly values: Map<string, string>;
  /** Fails the next write. */
  failNextWrite(): void;
}

/** Secrets Manager in memory, where every secret is ours. */
export function createMemorySecrets(values = new Map<string, string>()): MemorySecrets {
  let isFailing = false;
  return {
    values,
    failNextWrite: () => {
      isFailing = true;
    },
    readSecret: async (name) => {
      const value = values.get(name);
      return value === undefined ? { state: "absent" } : { state: "present", isOurs: true, value };
    },
    writeSecret: async (name, value) => {
      if (isFailing) {
        isFailing = false;
        throw new Error(`AWS refused ${name}: ThrottlingException.`);
      }
      values.set(name, value);
    },
  };
}
