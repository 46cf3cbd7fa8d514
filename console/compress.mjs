// Puts a smaller copy beside each file of the page, and holds the page to its size.
import { readdirSync, readFileSync, writeFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, constants } from "node:zlib";

const FOLDER = "target/classes/console";
const MOST_BYTES = 300 * 1024;

let total = 0;
for (const name of readdirSync(FOLDER, { recursive: true })) {
  const file = join(FOLDER, name);
  if (!statSync(file).isFile() || name.endsWith(".gz")) continue;
  const plain = readFileSync(file);
  const small = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
  total += Math.min(small.length, plain.length);
  if (small.length < plain.length) writeFileSync(`${file}.gz`, small);
}
console.log(`the page has ${Math.ceil(total / 1024)} KB, compressed`);
if (total > MOST_BYTES) {
  console.error(`that is more than ${MOST_BYTES / 1024} KB: find out what grew (vite build prints it)`);
  process.exit(1);
}
