import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './held-process.ts';

const APPLETS = ['cat', 'httpd', 'nc', 'sh', 'sleep', 'wget'];
const OCI = 'application/vnd.oci.image';

/** Reference of the image. The domain can't exist, so no registry is ever asked. */
export const IMAGE = 'lab.invalid/busybox:1';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Makes an image of the machine's busybox in a directory, and returns the archive that `ctr images import` takes. */
export function makeImage(directory: string): string {
  const layout = join(directory, 'layout');
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const layer = blob(layout, `${OCI}.layer.v1.tar`, makeLayer(directory));
  const config = blob(layout, `${OCI}.config.v1+json`, {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    // Also the pause container's: the sandbox is made of the same image.
    config: { Cmd: ['/bin/sleep', '86400'], Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const manifest = blob(layout, `${OCI}.manifest.v1+json`, { schemaVersion: 2, config, layers: [layer] });
  const named = { ...manifest, annotations: { 'io.containerd.image.name': IMAGE } };
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [named] }));
  writeFileSync(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const archive = join(directory, 'image.tar');
  must('tar', ['-C', layout, '-cf', archive, '.']);
  return archive;
}

function makeLayer(directory: string): Buffer {
  const [root, archive] = [join(directory, 'root'), join(directory, 'layer.tar')];
  mkdirSync(join(root, 'bin'), { recursive: true });
  copyFileSync(must('sh', ['-c', 'command -v busybox']).trim(), join(root, 'bin/busybox'));
  for (const applet of APPLETS) symlinkSync('busybox', join(root, 'bin', applet));
  must('tar', ['-C', root, '-cf', archive, '.']);
  return readFileSync(archive);
}

function blob(layout: string, mediaType: string, content: Buffer | object): Descriptor {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const hash = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(layout, 'blobs/sha256', hash), bytes);
  return { mediaType, digest: `sha256:${hash}`, size: bytes.length };
}
