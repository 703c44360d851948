// What the canned API has counted.

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const createUsage = (provider: string, changes: Record<string, unknown> = {}) => ({
  provider,
  active: 0,
  new: 0,
  meanIdleSeconds: null,
  conversion: null,
  refreshSuccess: null,
  errors: [],
  webhooks: [],
  cacheHitRate: null,
  ...changes,
});

export const createAnalytics = () => ({
  providers: [
    createUsage("figma", {
      ...{
        active: 128,
        new: 9,
        meanIdleSeconds: 190_000,
        conversion: 0.87,
        refreshSuccess: 0.9996,
        cacheHitRate: 0.62,
      },
      errors: [{ class: "rate_limited", count: 41 }],
      webhooks: [{ type: "FILE_UPDATE", count: 1840, processed: 1802, failed: 12 }],
    }),
    createUsage("slack", {
      ...{ active: 1204, new: 88, meanIdleSeconds: 5400, conversion: 0.94, refreshSuccess: 1, cacheHitRate: 0.81 },
      errors: [
        { class: "transient", count: 7 },
        { class: "user_must_act", count: 3 },
      ],
      webhooks: [
        { type: "message", count: 9120, processed: 8004, failed: 31 },
        { type: "file_shared", count: 310, processed: 310, failed: 0 },
        { type: "other", count: 42, processed: 0, failed: 0 },
      ],
    }),
    createUsage("github", { active: 311, new: 4, meanIdleSeconds: 30, cacheHitRate: 0.404 }),
    createUsage("gmail"),
    createUsage("calendar", { conversion: 0 }),
  ],
  files: [
    { fileKey: "aBcD1234", name: "Home page", reads: 912, lastRead: daysAgo(0.1) },
    { fileKey: "eFgH5678", name: "Pricing", reads: 87, lastRead: daysAgo(3) },
    { fileKey: "iJkL9012", reads: 2, lastRead: daysAgo(28) },
  ],
});
