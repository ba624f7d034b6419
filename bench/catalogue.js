import { emoji, grocery, omniglot } from './places.js';

/** Every benchmark: what it measures, the files it needs, and its code. */
export const benchmarks = {
  embed: {
    about: 'pictures a second, against Pillow with ONNX Runtime in Python; and with a warm cache',
    needs: [grocery.train],
    load: () => import('./embed.js'),
  },
  augment: {
    about: 'pictures a second and core that are augmented for training, against torchvision',
    needs: [grocery.train],
    load: () => import('./augment.js'),
  },
  'train-step': {
    about: 'one step of training five networks, and the peak memory of one, against PyTorch',
    needs: [],
    load: () => import('./train-step.js'),
  },
  loss: {
    about: 'one step of each loss on embeddings, against pytorch-metric-learning',
    needs: [],
    load: () => import('./loss.js'),
  },
  omniglot: {
    about: 'characters of alphabets never learned, told from one example each',
    needs: [omniglot],
    load: () => import('./omniglot.js'),
  },
  emoji: {
    about: 'the same emoji found among those of another vendor, of emoji never learned',
    needs: [emoji],
    load: () => import('./emoji.js'),
  },
  auto: {
    about:
      'what train chooses by itself on the frozen backbone, against the best of 50 random settings; four data sets',
    needs: [grocery.train, omniglot, emoji],
    load: () => import('./auto.js'),
  },
  projection: {
    about:
      'a projection learned on the frozen backbone, against the whitened space it begins in, by two kinds of folds',
    needs: [grocery.train, grocery.val],
    load: () => import('./projection.js'),
  },
  follow: {
    about: 'a classifier that follows classes enrolled after fit, against one fitted with them; and what that takes',
    needs: [grocery.train, grocery.val],
    load: () => import('./follow.js'),
  },
  noise: {
    about: 'what fit loses where 20 and 40 % of the labels are wrong, against right ones',
    needs: [grocery.train],
    load: () => import('./noise.js'),
  },
  'wrong-labels': {
    about: 'how 5, 20 and 100 wrong labels among 2,640 are found',
    needs: [grocery.train],
    load: () => import('./wrong-labels.js'),
  },
  pairs: {
    about: 'a space learned from pairs alone, against the same from labels',
    needs: [grocery.train],
    load: () => import('./pairs.js'),
  },
  verify: {
    about: 'verify calibrated by 200 pairs alone, on characters never seen: its promise, and the best threshold',
    needs: [omniglot],
    load: () => import('./verify.js'),
  },
  start: {
    about: 'one picture recognised by a whole process, against the shortest Python script',
    needs: [grocery.train],
    load: () => import('./start.js'),
  },
  memory: {
    about: 'peak memory of embedding 200 and 20,000 files',
    needs: [grocery.train],
    load: () => import('./memory.js'),
  },
  cosine: {
    about: 'how near embeddings come to those of PyTorch and Pillow',
    needs: [grocery.val],
    load: () => import('./cosine.js'),
  },
  grocery: {
    about: 'accuracy of both approaches on photos of groceries',
    needs: [grocery.train, grocery.val],
    load: () => import('./grocery.js'),
  },
  strangers: {
    about: 'own pictures accepted and strangers turned away, over five draws of classes',
    needs: [grocery.train, grocery.val],
    load: () => import('./strangers.js'),
  },
  answer: {
    about:
      'the one answer at its default on grocery val, half strangers: accepted shares and calibration error; five draws',
    needs: [grocery.train, grocery.val],
    load: () => import('./answer.js'),
  },
  promise: {
    about: 'thresholds by promise, the balanced default and strangers told; two data sets, 100 draws, over an hour',
    needs: [grocery.train, grocery.val, omniglot],
    load: () => import('./promise.js'),
  },
  together: {
    about: 'several pictures of one thing, against the same pictures one by one; five draws of classes',
    needs: [grocery.train, grocery.val],
    load: () => import('./together.js'),
  },
  drift: {
    about: 'false alarms of the test of drift on grocery, and how soon it finds darkened pictures and a class replaced',
    needs: [grocery.train, grocery.val],
    load: () => import('./drift.js'),
  },
  enrol: {
    about:
      'classes enrolled with three pictures after fitting, against the same present at fit; three data sets, 20 draws',
    needs: [grocery.train, grocery.val, omniglot, emoji],
    load: () => import('./enrol.js'),
  },
  finetune: {
    about: 'the default backbone fine-tuned on grocery in 20 minutes, against it as it is; three seeds, over an hour',
    needs: [grocery.train, grocery.val],
    load: () => import('./finetune.js'),
  },
  fashion: {
    about: 'Fashion-MNIST from scratch in 15 minutes, a convolutional network and a transformer; over an hour',
    needs: [],
    load: () => import('./fashion.js'),
  },
  scale: {
    about: 'time and memory of fitting 20,000 classes, and 100,000 pictures, of drawn embeddings',
    needs: [],
    load: () => import('./scale.js'),
  },
  pack: {
    about: 'size of the npm package',
    needs: [],
    load: () => import('./pack.js'),
  },
};
