/** The place of the vector with the greatest inner product with this one: of unit vectors, of the nearest. */
export function nearest(vector, others) {
  const products = others.map((other) => other.reduce((sum, value, j) => sum + value * vector[j], 0));
  return products.indexOf(Math.max(...products));
}
