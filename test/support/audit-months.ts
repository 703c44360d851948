const day = 86_400_000;

/** The months, such as "2026-11", that may hold a test's audit entries: the test may have begun before midnight. */
export const auditMonths = (now: number = Date.now()): string[] => [
  ...new Set([now - day, now].map((at) => new Date(at).toISOString().slice(0, 7))),
];
