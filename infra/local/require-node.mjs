// Plain JavaScript, because an old Node cannot run TypeScript. npm scripts normally use the project's own Node;
// they do not when its install script was not allowed to run.
const needed = 24;
const found = Number(process.versions.node.split(".")[0]);
if (found < needed) {
  console.error(
    `Node ${needed} is needed, but this is ${process.versions.node}: run "npm ci" without --ignore-scripts, which brings the right one.`,
  );
  process.exit(1);
}
