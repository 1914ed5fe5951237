#!/usr/bin/env node
// What `npx cdk` starts in this directory. npx asks this package's own "bin" before anything else, so that on a fresh clone it
// does not take whatever `cdk` is the newest in the registry, but the version of package-lock.json, which is installed here.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const infra = dirname(dirname(fileURLToPath(import.meta.url)));
const json = (path) => JSON.parse(readFileSync(join(infra, path), "utf8"));

const pinned = json("package.json").devDependencies["aws-cdk"];

const installed = () => {
  try {
    return json("node_modules/aws-cdk/package.json").version;
  } catch {
    return undefined;
  }
};

if (installed() !== pinned) {
  // On standard error, because what cdk prints may be read by a program.
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: infra,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    console.error(`aws-cdk ${pinned} could not be installed: run \`npm ci\` in infra/.`);
    process.exit(1);
  }
}

const cdk = spawnSync(process.execPath, [join(infra, "node_modules/aws-cdk/bin/cdk"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(cdk.status ?? 1);
