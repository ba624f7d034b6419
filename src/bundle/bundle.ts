import type { Card } from '../backbones/card.ts';
import type { Answering } from '../calibrate/answering/answering.ts';
import type { OpenSetEvidence } from '../calibrate/open-set/evidence.ts';
import type { Classifier } from '../classify/classifier.ts';
import type { DriftRecord } from '../drift/drift-record.ts';
import type { Gallery, GalleryForAnswers } from '../gallery/gallery.ts';
import type { Together } from '../pooling/together.ts';

/** Everything needed to repeat a fit. It holds no time, duration or absolute path. */
export type Provenance = {
  /** Version of the package that made the bundle. */
  readonly version: string;
  readonly dataset: string;
  readonly seed: number;
  readonly split: { readonly train: number; readonly val: number; readonly test: number };
  /** Per approach: the choice of validation, and its scores. */
  readonly chosen: Readonly<Record<string, unknown>>;
  /** SHA-256 of every picture learned or selected on, sorted. */
  readonly pictures: readonly string[];
};

/** What of a bundle answering needs: one embedding and both approaches. It cannot be saved. */
export type BundleForAnswers = {
  readonly card: Card;
  readonly fingerprint: string;
  /** The backbone's ONNX file. */
  readonly backbone: Uint8Array;
  readonly classifier: Classifier | null;
  readonly gallery: GalleryForAnswers | null;
  /** How both come to one answer. Absent: nothing was calibrated, as in bundles of earlier versions. */
  readonly answering?: Answering;
  /** How several pictures of one thing are pooled; absent where it was not validated, as in older bundles. */
  readonly together?: Together | undefined;
};

/** What thresholds are calibrated on, and the gallery that it was measured with. */
export type KeptEvidence = OpenSetEvidence & {
  /** The contents of that gallery: see `galleryContents`. It says nothing of another one. */
  readonly of: string;
};

/** The saved product: one embedding, both approaches, and where they come from. */
export type Bundle = Omit<BundleForAnswers, 'gallery'> & {
  readonly gallery: Gallery | null;
  readonly provenance: Provenance;
  /** Absent: nothing could be measured. */
  readonly openSet?: KeptEvidence;
  /** Absent in bundles of earlier versions, and in those without labels: they cannot be tested for drift. */
  readonly drift?: DriftRecord;
};
