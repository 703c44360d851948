// Stores sessions and codes in memory: the provider lives only as long as `npm run dev`.
import type { Adapter, AdapterPayload } from "oidc-provider";

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** An adapter factory for oidc-provider; entries past their expiry are not found. */
export function createMemoryAdapter(now: () => number = Date.now): (model: string) => Adapter {
  const entries = new Map<string, Entry>();

  function live(matches: (key: string, payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, { payload, expiresAt }] of entries) {
      if (expiresAt <= now()) entries.delete(key);
      else if (matches(key, payload)) return payload;
    }
    return undefined;
  }

  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const lifetime = expiresIn === undefined ? Number.POSITIVE_INFINITY : expiresIn * 1000;
      entries.set(`${model}:${id}`, { payload, expiresAt: now() + lifetime });
    },
    find: async (id) => live((key) => key === `${model}:${id}`),
    findByUid: async (uid) => live((key, payload) => key.startsWith(`${model}:`) && payload.uid === uid),
    findByUserCode: async (code) => live((key, payload) => key.startsWith(`${model}:`) && payload.userCode === code),
    async consume(id) {
      const entry = entries.get(`${model}:${id}`);
      if (entry) entry.payload.consumed = Math.floor(now() / 1000);
    },
    async destroy(id) {
      entries.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      // This model's entries only: a running interaction also has a grant id and must survive a change of user.
      const ofModel = [...entries].filter(([key]) => key.startsWith(`${model}:`));
      for (const [key, { payload }] of ofModel) if (payload.grantId === grantId) entries.delete(key);
    },
  });
}
