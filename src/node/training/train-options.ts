import type { ArchitectureName } from '../../backbones/architectures/catalogue.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import type { PresetName } from '../../images/augment/presets.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import type { Device } from '../../runtime/runtime.ts';
import type { StagedEpoch } from '../../stages/learn-stage.ts';
import type { ReportProgress } from '../../train/loop/progress-report.ts';
import type { NetworkOptions } from '../hub/chosen-network.ts';
import type { WorkOptions } from '../work-options.ts';

/** Options of training. */
export type TrainDataOptions = WorkOptions &
  NetworkOptions &
  FolderOptions & {
    /** Where the network goes: FILE.onnx. Its plan (FILE.plan.json) and curves (FILE.html) go beside it. */
    readonly out: string;
    /** Learns this from scratch instead of going on with a backbone. */
    readonly architecture?: ArchitectureName | undefined;
    /** Side of the pictures of a network from scratch, in pixels. */
    readonly sizePx?: number | undefined;
    /** Only a projection on the backbone's features learns. */
    readonly headOnly?: boolean | undefined;
    /** Learns deeper after the cut, on new views every epoch. */
    readonly deep?: boolean | undefined;
    /** How long it may take, 20 where absent: decides the plan, and after every epoch how many there are to be. */
    readonly minutes?: number | undefined;
    /** The file of a plan to repeat. */
    readonly plan?: string | undefined;
    /** Goes on with an interrupted training of the same file, by its threads and device. */
    readonly resume?: boolean | undefined;
    readonly preset?: PresetName | undefined;
    /** A list of pairs or triplets that are learned from too. */
    readonly statements?: string | undefined;
    /**
     * The loss: `crossEntropy` or a name in the catalogue of losses on embeddings. Absent: what a search finds on a
     * backbone's features; else `crossEntropy` from labels, `multiSimilarity` from pairs, triplets or groups.
     */
    readonly loss?: string | undefined;
    /** What chooses the comparisons that a loss on embeddings learns from; all where absent. */
    readonly miner?: string | undefined;
    readonly device?: Device | undefined;
    /** Bytes of memory that this process may take, which decide the plan; absent: what is free. */
    readonly memory?: number | undefined;
    /** Where the work lies while it is done, a folder of its own; absent: among the system's temporary files. */
    readonly workFolder?: string | undefined;
    /** Receives the plan before it is carried out. */
    readonly planned?: (plan: TrainingPlan) => void;
    /** Receives how training stands after every call of the runtime. */
    readonly tell?: ReportProgress | undefined;
    /** Receives every epoch once it is over; after --resume those of the earlier run first. */
    readonly passed?: ((epoch: StagedEpoch) => void) | undefined;
  };
