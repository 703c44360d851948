const day = 86_400_000;

/** The months, such as "2026-11", in which the audit may have noted what a test did: it may have begun before midnight. */
export const auditMonths = (now: number = Date.now()): string[] => [
  ...new Set([now - day, now].map((at) => new Date(at).toISOString().slice(0, 7))),
];
