/* Writes assets/plotly: the scripts, the licences of what is in them, and a list with checksums. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { environmentPlugin } from 'esbuild-plugin-environment';
import { glsl } from 'esbuild-plugin-glsl';
import inlineCss from 'esbuild-plugin-inline-css';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '..', '..', 'assets', 'plotly');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

/* As plotly.js builds itself (its esbuild-config.js), but in parts that share what both need. */
const { metafile } = await esbuild.build({
    absWorkingDir: here,
    entryPoints: ['plotly.js'],
    outdir: target,
    format: 'esm',
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    legalComments: 'none',
    metafile: true,
    plugins: [inlineCss(), glsl({ minify: true }), environmentPlugin({ NODE_DEBUG: false })],
    alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
    define: { global: 'window', 'define.amd': 'false' },
    target: 'es2020',
});

function packageOf(path) {
    const parts = path.split('node_modules/');
    if (parts.length < 2) return null;
    const names = parts.pop().split('/');
    const name = names[0].startsWith('@') ? names.slice(0, 2).join('/') : names[0];
    return join(here, `${parts.join('node_modules/')}node_modules/${name}`);
}

const folders = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean));
const licences = [...folders].sort().map((folder) => {
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
    return `${about.name} ${about.version} (${about.license || 'see below'})\n\n${text}\n`;
});
writeFileSync(join(target, 'LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));

const version = JSON.parse(readFileSync(join(here, 'node_modules/plotly.js/package.json'), 'utf8')).version;
const scripts = readdirSync(target).filter((name) => name.endsWith('.js')).sort();
const sha256 = Object.fromEntries(scripts.map((name) => [
    name,
    createHash('sha256').update(readFileSync(join(target, name))).digest('hex'),
]));
const parts = Object.entries(metafile.outputs).find(([, each]) => each.entryPoint === 'plotly.js');
const first = parts[1].imports.filter((each) => each.kind === 'import-statement');
const bundle = {
    'plotly.js': version,
    entry: basename(parts[0]),
    preload: first.map((each) => basename(each.path)),
    sha256,
};
writeFileSync(join(target, 'bundle.json'), `${JSON.stringify(bundle, null, 2)}\n`);
if (!existsSync(join(target, bundle.entry))) throw new Error('The entry was not written.');
