/**
 * Runs the work and returns the CPU time it took, in milliseconds. Unlike wall-clock time, this hardly depends on what else
 * runs on the machine, so a test can set a limit on it.
 */
export async function measureBusyMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
