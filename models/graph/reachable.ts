import type { GraphSpec, Node } from './onnx.ts';

/** A graph without what none of its outputs needs: nodes, inputs, constants and weights. */
export function reachable(spec: GraphSpec): GraphSpec {
  const needed = new Set<string>(spec.outputs);
  const nodes: Node[] = [];
  for (const node of [...spec.nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    nodes.push(node);
  }
  const wanted = ({ name }: { readonly name: string }): boolean => needed.has(name);
  return {
    ...spec,
    inputs: spec.inputs.filter(wanted),
    constants: spec.constants.filter(wanted),
    weights: spec.weights.filter(wanted),
    nodes: nodes.reverse(),
  };
}
