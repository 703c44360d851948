/**
 * How long a piece of work keeps a processor busy, in milliseconds. A bound on it holds however many tests run beside this one,
 * which a bound on the clock's time does not.
 */
export async function measureBusyMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
