// Writes a description with 2,000 findings: as many references that lead nowhere.
const fs = require("node:fs");
const lines = ["openapi: 3.1.0", "info: {title: Many, version: 1.0.0}", "paths: {}", "components:", "  schemas:"];
for (let schema = 0; schema < 100; schema += 1) {
  lines.push(`    Schema${schema}:`, "      type: object", "      properties:");
  for (let property = 0; property < 20; property += 1) {
    lines.push(`        property_${property}:`, `          $ref: '#/components/schemas/Missing${schema}x${property}'`);
  }
}
fs.writeFileSync(process.argv[2], `${lines.join("\n")}\n`);
