// Plain JavaScript, for a Node too old to read the rest. Normally npm's scripts find the project's own Node first;
// they do not when its install script was not allowed to run.
const needed = 24;
const found = Number(process.versions.node.split(".")[0]);
if (found < needed) {
  console.error(
    `Node ${needed} is needed, but this is ${process.versions.node}: run "npm ci" without --ignore-scripts, which brings the right one.`,
  );
  process.exit(1);
}
