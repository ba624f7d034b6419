import type { Projection } from '../backbones/projection.ts';
import { byCodePoint, stableJson } from '../base/hash.ts';
import { matrixToHalfNpy, matrixToNpy, toNpy } from '../base/npy.ts';
import type { Classifier } from '../classify/classifier.ts';
import { enrolledOf } from '../gallery/enrolled-of.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { prototypesOf } from '../gallery/matchers/catalogue.ts';
import type { Bundle, KeptEvidence } from './bundle.ts';
import { packedEvidence } from './kept-evidence.ts';
import { bundleFormat, type Content, type Manifest, partOf, rolesBesideAnswers } from './manifest.ts';

/** A bundle as it is stored: its manifest, and the bytes of each part by the name of its file. */
export type Packed = { readonly manifest: Manifest; readonly parts: ReadonlyMap<string, Uint8Array> };

type Contents = Readonly<Record<string, Content>>;

/** Turns a bundle into named bytes; equal bundles give equal bytes on every machine. */
export async function pack(bundle: Bundle): Promise<Packed> {
  const contents = Object.entries(contentsOf(bundle)).sort(([a], [b]) => byCodePoint(a, b));
  const parts = await Promise.all(contents.map(([role, content]) => partOf(role, content)));
  return {
    manifest: { kind: 'discern-bundle', format: bundleFormat, fingerprint: bundle.fingerprint, parts },
    parts: new Map(parts.map(({ name }, index) => [name, contents[index][1].bytes])),
  };
}

function contentsOf(bundle: Bundle): Contents {
  const { card, backbone, classifier, gallery, answering, openSet, together, drift, provenance } = bundle;
  return {
    backbone: { ending: 'onnx', bytes: backbone },
    card: json(card),
    [rolesBesideAnswers.provenance]: json(provenance),
    ...(answering && { answering: json(answering) }),
    ...(openSet && evidenceContents(openSet)),
    ...(drift && { [rolesBesideAnswers.drift]: json(drift) }),
    ...(classifier && classifierContents(classifier)),
    ...(gallery && galleryContents(gallery)),
    ...(together && { together: json(together) }),
  };
}

function evidenceContents(openSet: KeptEvidence): Contents {
  const { heading, scores } = packedEvidence(openSet);
  return { [rolesBesideAnswers.openSet]: json(heading), [rolesBesideAnswers.openSetScores]: npy(matrixToNpy(scores)) };
}

function classifierContents({ projection, weights, bias, ...settings }: Classifier): Contents {
  return {
    classifier: json({ ...settings, projection: named(projection) }),
    'classifier/weights': npy(matrixToNpy(weights)),
    'classifier/bias': npy(vectorToNpy(bias)),
    ...projectionContents('classifier/projection', projection),
  };
}

function galleryContents({ projection, vectors, entries, embeddings, ...settings }: Gallery): Contents {
  const names = entries.map(({ id, label, path }) => ({ id, label, path: withoutPlace(path) }));
  const origins = entries.map(({ id, label, path, ...origin }) => origin);
  const prototypes = prototypesOf(settings.matcher, enrolledOf({ entries, vectors }).enrolled);
  return {
    gallery: json({ ...settings, projection: named(projection) }),
    'gallery/entries': json(names),
    'gallery/vectors': npy(matrixToNpy(vectors)),
    ...(prototypes && entries.length > 0 && { 'gallery/prototypes': npy(matrixToNpy(prototypes)) }),
    [rolesBesideAnswers.origins]: json(origins),
    ...(embeddings?.rows === entries.length && { [rolesBesideAnswers.embeddings]: npy(matrixToHalfNpy(embeddings)) }),
    ...projectionContents('gallery/projection', projection),
  };
}

function projectionContents(role: string, { mean, std, weights }: Projection): Contents {
  return {
    ...(mean && { [`${role}/mean`]: npy(vectorToNpy(mean)) }),
    ...(std && { [`${role}/deviation`]: npy(vectorToNpy(std)) }),
    ...(weights && { [`${role}/weights`]: npy(matrixToNpy(weights)) }),
  };
}

function named({ name, power }: Projection) {
  return { name, power };
}

/** Relative paths stay. Of an absolute path only the file's name is kept: the rest says things of the machine. */
function withoutPlace(path: string): string {
  return /^([a-z]:)?[\\/]/i.test(path) ? path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) : path;
}

function json(value: unknown): Content {
  return { ending: 'json', bytes: new TextEncoder().encode(`${stableJson(value)}\n`) };
}

function npy(bytes: Uint8Array): Content {
  return { ending: 'npy', bytes };
}

function vectorToNpy(data: Float32Array): Uint8Array {
  return toNpy({ shape: [data.length], data });
}
