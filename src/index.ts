/**
 * Discern, wherever JavaScript runs: all that needs neither files nor processes. What executes graphs, decodes pictures
 * and keeps bytes is passed in. In Node use `discern/node`, which has these functions too and brings what they need.
 */

export type { Architecture, ArchitectureOptions } from './backbones/architectures/architecture.ts';
export type { ArchitectureName } from './backbones/architectures/catalogue.ts';
export { architectures } from './backbones/architectures/catalogue.ts';
export type { Backbone, BackboneOptions } from './backbones/backbone.ts';
export { openBackbone } from './backbones/backbone.ts';
export type { Card } from './backbones/card.ts';
export type { BackboneName } from './backbones/cards/catalogue.ts';
export { cardNamed, cards, defaultBackbone } from './backbones/cards/catalogue.ts';
export type { Embedder, Picture } from './backbones/embedder.ts';
export { cardFingerprint } from './backbones/fingerprint.ts';
export type { EmbedderOptions } from './backbones/inline-embedder.ts';
export { inlineEmbedder } from './backbones/inline-embedder.ts';
export type { DescribedModel, ModelFacts } from './backbones/inspect/card-from-model.ts';
export { cardFromModel } from './backbones/inspect/card-from-model.ts';
export type { ModelAnswers } from './backbones/inspect/model-answers.ts';
export type { Projection } from './backbones/projection.ts';
export { project } from './backbones/projection.ts';
export type { ErrorCode, ErrorJson, ErrorParts } from './base/error.ts';
export { DiscernError } from './base/error.ts';
export type { Matrix } from './base/matrix.ts';
export { fromRows, matrix, normaliseRows, row, takeRows } from './base/matrix.ts';
export type { NpyArray } from './base/npy.ts';
export { fromNpy, toNpy } from './base/npy.ts';
export type { Candidate, Neighbour, Prediction } from './base/prediction.ts';
export type { Progress, ProgressEvent, ProgressOptions } from './base/progress.ts';
export type { Random } from './base/random.ts';
export { random } from './base/random.ts';
export type { Storage } from './base/storage.ts';
export { isUsable } from './base/usable-vector.ts';
export type { Bundle, BundleForAnswers, Provenance } from './bundle/bundle.ts';
export type { ClassDifference } from './bundle/class-difference.ts';
export { classDifference } from './bundle/class-difference.ts';
export { exportOnnx } from './bundle/export-onnx.ts';
export { memoryStorage } from './bundle/memory-storage.ts';
export type { OpenOptions } from './bundle/open-bundle.ts';
export { openBundle, openBundleForAnswers } from './bundle/open-bundle.ts';
export { saveBundle } from './bundle/save-bundle.ts';
export { seenPictures, withGallery } from './bundle/with-gallery.ts';
export { unzipBundle, zipBundle } from './bundle/zip-bundle.ts';
export type { PromiseModeName } from './calibrate/promises/catalogue.ts';
export type { ScoredUnit, ThresholdPromise } from './calibrate/promises/promise.ts';
export { promiseInWords, refusalInWords } from './calibrate/promises/promise-in-words.ts';
export type { PromisedThreshold, PromiseRefusal, PromiseRequest } from './calibrate/promises/promised-threshold.ts';
export { promisedThreshold } from './calibrate/promises/promised-threshold.ts';
export type { Classifier } from './classify/classifier.ts';
export type { OpenClassifier } from './classify/classify.ts';
export { openClassifier } from './classify/classify.ts';
export type { AnnotatedPictures } from './data/annotations/annotated-pictures.ts';
export { annotatedPictures, supervisionBy } from './data/annotations/annotated-pictures.ts';
export type { Annotations, NumberedPair, NumberedTriplet } from './data/annotations/annotations.ts';
export { annotationsOf, annotationsWithin } from './data/annotations/annotations-of.ts';
export { knownPairs } from './data/annotations/known-pairs.ts';
export type { IdentitySplitOptions } from './data/annotations/split-by-identity.ts';
export { splitByIdentity } from './data/annotations/split-by-identity.ts';
export type { Dataset, LabelledSample, Pair, Part, Sample, Triplet } from './data/dataset.ts';
export type { EmbedOptions } from './data/embedding/embed-pictures.ts';
export { embedPictures } from './data/embedding/embed-pictures.ts';
export type { SampleToEmbed } from './data/embedding/embed-samples.ts';
export { embedSamples } from './data/embedding/embed-samples.ts';
export type { Embedded, EmbeddedPicture, Skipped } from './data/embedding/embedded.ts';
export { isSkipped } from './data/embedding/embedded.ts';
export type { EmbeddingCache } from './data/embedding/embedding-cache.ts';
export type { Admit, ReadPicture } from './data/embedding/read-picture.ts';
export type { FolderListing } from './data/folders/folder-dataset.ts';
export { folderDataset } from './data/folders/folder-dataset.ts';
export type { ManifestOptions } from './data/manifests/manifest-dataset.ts';
export { manifestDataset } from './data/manifests/manifest-dataset.ts';
export { samplers } from './data/samplers/catalogue.ts';
export type { Sampler, SamplerOptions } from './data/samplers/sampler.ts';
export type { Shares, SplitOptions } from './data/splits/split-dataset.ts';
export { splitDataset } from './data/splits/split-dataset.ts';
export type { ComparisonParts, LearningParts, ScoringPart } from './data/splits/use-parts.ts';
export { comparisonParts, learningParts, scoringPart } from './data/splits/use-parts.ts';
export type { BatchRelations } from './data/supervision/relations-of.ts';
export { relationsOf } from './data/supervision/relations-of.ts';
export { requireConsistent } from './data/supervision/require-consistent.ts';
export type { Supervision } from './data/supervision/supervision.ts';
export { supervision } from './data/supervision/supervision.ts';
export { tables } from './data/tables/catalogue.ts';
export type { Table } from './data/tables/table.ts';
export type { BothCosts, ComparisonOptions } from './evaluate/compare-approaches.ts';
export { compareApproaches } from './evaluate/compare-approaches.ts';
export { crossingInWords } from './evaluate/crossing-in-words.ts';
export type { EmbeddingFigure, EmbeddingFigures } from './evaluate/embedding/embedding-figures.ts';
export type { EmbeddingReport, EmbeddingReportOptions } from './evaluate/embedding-report.ts';
export { embeddingReport } from './evaluate/embedding-report.ts';
export type { EpisodeAccuracy, EpisodeOptions } from './evaluate/episode-accuracy.ts';
export { episodeAccuracy } from './evaluate/episode-accuracy.ts';
export type { EvaluationOptions, StrangerPredictions } from './evaluate/evaluation.ts';
export { evaluation } from './evaluate/evaluation.ts';
export type { ClassifierOutcome, GalleryOutcome, LabelledPrediction } from './evaluate/labelled-prediction.ts';
export type { CurveTask } from './evaluate/learning-curve.ts';
export { learningCurve } from './evaluate/learning-curve.ts';
export { nearDuplicates } from './evaluate/near-duplicates.ts';
export type { Approaches, Observed } from './evaluate/observe.ts';
export { observe, observeStrangers } from './evaluate/observe.ts';
export type {
  ConfusedPair,
  Mistake,
  RecognisedPicture,
  ReportMaterial,
  ReportSetting,
  ShownSuspect,
  Thumbnail,
} from './evaluate/report/material.ts';
export { comparisonReport } from './evaluate/report.ts';
export type {
  Choice,
  ClassifierScores,
  CompareResult,
  Comparison,
  Costs,
  Curve,
  Difference,
  EvaluateResult,
  Evaluation,
  GalleryScores,
  GalleryUnknownScores,
  LearningCurve,
  MeasuredVerification,
  NearDuplicates,
  SplitScenes,
  UnknownResult,
  UnknownScores,
  Verdict,
} from './evaluate/results.ts';
export type {
  VerificationFigures,
  VerificationOptions,
  VerificationReport,
  VerifiedPair,
} from './evaluate/verification.ts';
export { verificationReport } from './evaluate/verification.ts';
export type { ClassifierChoice } from './fit/classifier/fit-classifier.ts';
export type { FitTask, FitTools, Fitted } from './fit/fit-approaches.ts';
export { fitApproaches } from './fit/fit-approaches.ts';
export type { GalleryChoice, GalleryScore } from './fit/fit-gallery.ts';
export type { FittedVerifier, ScoredPair, VerifierTask } from './fit/fit-verifier.ts';
export { fitVerifier } from './fit/fit-verifier.ts';
export type { Followed, GalleryChange } from './fit/follow-gallery.ts';
export { followGallery } from './fit/follow-gallery.ts';
export type { LaterScore } from './fit/gallery/later-scores.ts';
export type { Measured } from './fit/held-out/hold-out.ts';
export { holdOutToMeasure } from './fit/held-out/hold-out.ts';
export type { VerificationRound, VerificationRounds } from './fit/verification-rounds.ts';
export { verificationRounds } from './fit/verification-rounds.ts';
export type { Enrolment } from './gallery/enrol.ts';
export { enrol, forget } from './gallery/enrol.ts';
export type { Entry, Gallery, GalleryForAnswers } from './gallery/gallery.ts';
export { labelMeantBy } from './gallery/labels.ts';
export type { MatcherSpec } from './gallery/matchers/catalogue.ts';
export { matchers } from './gallery/matchers/catalogue.ts';
export type { AnswerOptions, OpenGallery } from './gallery/open-gallery.ts';
export { openGallery } from './gallery/open-gallery.ts';
export type { Relabelled } from './gallery/relabel.ts';
export { relabel } from './gallery/relabel.ts';
export type { Threshold } from './gallery/threshold.ts';
export type { DifferentiateOptions } from './graph/differentiate.ts';
export { differentiate } from './graph/differentiate.ts';
export { forward, forwardByBatch } from './graph/forward.ts';
export { graph } from './graph/functions.ts';
export { Graph } from './graph/graph.ts';
export type { ImportedNetwork, ImportOptions } from './graph/importers/import-onnx.ts';
export { importOnnx } from './graph/importers/import-onnx.ts';
export type { NamedSizes } from './graph/memory.ts';
export { peakBytes } from './graph/memory.ts';
export type { Network, WeightRole } from './graph/network.ts';
export { networkWeights } from './graph/network.ts';
export { toOnnx } from './graph/proto/to-onnx.ts';
export type { WithWeightsOptions } from './graph/proto/with-weights.ts';
export { withWeights } from './graph/proto/with-weights.ts';
export { trainedNetwork } from './graph/trained-network.ts';
export type { ElementType, Shape, Value, Values } from './graph/value.ts';
export type { Augmentation } from './images/augment/augmentation.ts';
export type { Augment, AugmenterOptions } from './images/augment/augmenter.ts';
export { augmenter, viewRandom } from './images/augment/augmenter.ts';
export { augmentations } from './images/augment/catalogue.ts';
export type { Preset, PresetName } from './images/augment/presets.ts';
export { presets } from './images/augment/presets.ts';
export type { Reading } from './images/formats/reading.ts';
export { howToRead } from './images/formats/reading.ts';
export type { Decode, DecodeOptions, Pixels, Size } from './images/pixels.ts';
export type { RawPicture } from './images/pixels-from.ts';
export { pixelsFrom } from './images/pixels-from.ts';
export { prepare, preparer } from './images/prepare.ts';
export type { Preprocessing } from './images/preprocessing.ts';
export type { Suspect } from './label-noise/suspects.ts';
export { type Trust, trusted } from './label-noise/trusted.ts';
export type { Product } from './linalg/product.ts';
export { productFor } from './linalg/product.ts';
export type { EmbeddingLossName, LossName } from './losses/catalogue.ts';
export { embeddingLosses, losses } from './losses/catalogue.ts';
export type { Comparisons, Relations } from './losses/comparisons.ts';
export { compared, distancesOf, relationsByLabels } from './losses/comparisons.ts';
export type { CrossBatchMemory, CrossBatchMemoryOptions } from './losses/cross-batch-memory.ts';
export { crossBatchMemory } from './losses/cross-batch-memory.ts';
export type { ClassLoss, ClassLossGiven, EmbeddingLoss, LogitLoss, Loss, RelationLoss } from './losses/loss.ts';
export type { MetricLoss, MetricRecipe, MetricSize, MetricSupervision } from './losses/metric-loss.ts';
export { metricLoss } from './losses/metric-loss.ts';
export { miners } from './losses/miners/catalogue.ts';
export type { Miner } from './losses/miners/miner.ts';
export type { Monitor, MonitorOptions } from './losses/monitor.ts';
export { monitor } from './losses/monitor.ts';
export { regularisers } from './losses/regularisers/catalogue.ts';
export type { Regulariser } from './losses/regularisers/regulariser.ts';
export {
  answerMetrics,
  clusteringMetrics,
  openSetMetrics,
  probabilityMetrics,
  rankingMetrics,
  retrievalMetrics,
  verificationMetrics,
} from './metrics/catalogue.ts';
export type { Interval } from './metrics/interval.ts';
export type { Outlier } from './pooling/outliers.ts';
export type { Together } from './pooling/together.ts';
export { weightings } from './pooling/weightings/catalogue.ts';
export type { ClassifierAnswer, GalleryAnswer, GroupRecognition, Recognition } from './recognise/answer.ts';
export type { ClassEvidence, Evidence, Match, NearestEvidence } from './recognise/explain.ts';
export type { GroupAnswerOptions, Recogniser, Verification } from './recognise/recogniser.ts';
export { recogniser } from './recognise/recogniser.ts';
export type { CellGrid, Region } from './recognise/region.ts';
export type { Flip, Why } from './recognise/why.ts';
export { whyOf } from './recognise/why.ts';
export type { OrtLibrary } from './runtime/ort-library.ts';
export type { Device, LoadOptions, Port, Runtime, Session, Tensor } from './runtime/runtime.ts';
export type { WebRuntimeOptions } from './runtime/web-runtime.ts';
export { webRuntime } from './runtime/web-runtime.ts';
export type { ProjectionName } from './spaces/catalogue.ts';
export { projections } from './spaces/catalogue.ts';
export { layerwiseLearningRates } from './steps/layerwise-learning-rates.ts';
export type { LossParts, Objective } from './steps/objective.ts';
export { optimizers } from './steps/optimizers/catalogue.ts';
export type { Optimizer } from './steps/optimizers/optimizer.ts';
export type { Parameter, Tracked } from './steps/parameter.ts';
export { schedules } from './steps/schedules/catalogue.ts';
export type { Schedule, ScheduleOptions } from './steps/schedules/schedule.ts';
export type { WarmUpOptions } from './steps/schedules/warm-up.ts';
export { warmUp } from './steps/schedules/warm-up.ts';
export type { State } from './steps/state.ts';
export type { Batch, Feed } from './train/batches/fed-learner.ts';
export { fedLearner } from './train/batches/fed-learner.ts';
export { drawnMixing, mixedBatch, mixingTypes } from './train/batches/mixing.ts';
export { poolLearner } from './train/batches/pool-learner.ts';
export type { CheckpointOptions } from './train/checkpoints/checkpoints.ts';
export { checkpoints } from './train/checkpoints/checkpoints.ts';
export { epochsWithin, secondsPerStep } from './train/cost/budget.ts';
export type { HeadName } from './train/heads/catalogue.ts';
export { heads } from './train/heads/catalogue.ts';
export type {
  LearnedProjection,
  ProjectionSupervision,
  ProjectionTask,
  ProjectionTools,
} from './train/learn-projection.ts';
export { learnProjection } from './train/learn-projection.ts';
export type { Ending, Epoch, Incident } from './train/loop/history.ts';
export type { Learner, StepInputs, StepResults } from './train/loop/learner.ts';
export type { DivergencePolicy, LoopPlan } from './train/loop/plan.ts';
export { defaultDivergencePolicy, stopAtDivergence } from './train/loop/plan.ts';
export type { ReportProgress, TrainProgress } from './train/loop/progress-report.ts';
export type { Trained, TrainLoopOptions } from './train/loop/train-loop.ts';
export { trainLoop } from './train/loop/train-loop.ts';
export { mixtures } from './train/mixtures/catalogue.ts';
export type { FloatTensor, TrainResult, TrainTools } from './train/train.ts';
export { train } from './train/train.ts';
export type { Samples, TrainTask, Weight } from './train/train-task.ts';
export type { Trainable } from './train/trainable.ts';
export { trainable } from './train/trainable.ts';
