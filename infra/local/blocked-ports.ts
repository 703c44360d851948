/**
 * The ports from 1024 on that browsers and Node's fetch never open: the Fetch standard's "bad ports",
 * https://fetch.spec.whatwg.org/#port-blocking. Lower ones cannot be a base.
 */
export const blockedPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);
