// What AWS charges: list prices of us-east-1, on demand, without free amounts. Other regions differ a little.
// aws.amazon.com/{dynamodb,api-gateway,lambda,sqs,cloudwatch,kms,secrets-manager}/pricing

export const prices = {
  perMillion: {
    writeUnits: 0.625,
    readUnits: 0.125,
    httpRequests: 1,
    socketMessages: 1,
    socketMinutes: 0.25,
    lambdaRequests: 0.2,
    queueRequests: 0.4,
    kmsRequests: 3,
    secretReads: 5,
  },
  /** Arm64. */
  lambdaGbSecond: 0.0000133334,
  loggedGb: 0.5,
  /** Of a table, for a month. */
  storedGb: 0.25,
  /** Of a table with point-in-time recovery, for a month, besides. */
  backedUpGb: 0.2,
  /** For a month. */
  each: {
    /** A key costs as much again after its first and its second yearly rotation, and no more after that. */
    kmsKey: 1,
    secret: 0.4,
    customMetric: 0.3,
    /** A metric that an alarm watches: metric math counts each, anomaly detection three. */
    alarmMetric: 0.1,
    dashboard: 3,
  },
} as const;

/** What an account has for nothing every month, for all that is in it. aws.amazon.com/free, "always free" */
export const freeAmounts = {
  alarmMetrics: 10,
  customMetrics: 10,
  queueRequests: 1_000_000,
  kmsRequests: 20_000,
  /** Of dashboards with up to so many metrics, the first three cost nothing. */
  dashboardMetrics: 50,
} as const;

export const hoursAMonth = 730;
export const daysAMonth = hoursAMonth / 24;
