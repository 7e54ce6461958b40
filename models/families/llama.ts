import type { Family } from './family.ts';

/** Llama 1-3, SmolLM2, Mistral: grouped heads, RMS norm, rotation, gated MLP (Touvron 2023; Grattafiori 2024). */
export const llama: Family = {
  name: 'llama',

  weights: {
    embedding: 'model.embed_tokens.weight',
    unembedding: ({ tied }) => (tied ? 'model.embed_tokens.weight' : 'lm_head.weight'),
    finalGain: 'model.norm.weight',
    attentionOut: (layer) => `model.layers.${layer}.self_attn.o_proj.weight`,
    attentionOutBias: (layer, { attentionOutBias }) =>
      attentionOutBias ? `model.layers.${layer}.self_attn.o_proj.bias` : undefined,
    attentionIn(layer, side, { qkvBias }) {
      const name = `model.layers.${layer}.self_attn.${side.charAt(0)}_proj`; // q, k or v
      return {
        weight: `${name}.weight`,
        bias: qkvBias ? `${name}.bias` : undefined,
        gain: `model.layers.${layer}.input_layernorm.weight`,
      };
    },
    mlpBias: (layer, part, { mlpBias }) =>
      mlpBias ? `model.layers.${layer}.mlp.${part}_proj.bias` : undefined,
  },

  embed: (g) => g.lookup('model.embed_tokens.weight'),

  block(g, stream, layer) {
    const { qkvBias, attentionOutBias, mlpBias } = g.model;
    const at = `model.layers.${layer}`;

    const a = g.rmsNorm(stream, `${at}.input_layernorm.weight`, 'ln1.hook_scale');
    const q = g.hook('attn.hook_q', g.linear(a, `${at}.self_attn.q_proj`, qkvBias));
    const k = g.hook('attn.hook_k', g.linear(a, `${at}.self_attn.k_proj`, qkvBias));
    const v = g.hook('attn.hook_v', g.linear(a, `${at}.self_attn.v_proj`, qkvBias));
    const pattern = g.attend(g.hook('attn.hook_rot_q', g.rotate(q)), g.hook('attn.hook_rot_k', g.rotate(k)));
    const z = g.hook('attn.hook_z', g.edit('head', g.read(g.hook('attn.hook_pattern', pattern), v)));
    const attention = g.hook('hook_attn_out', g.linear(z, `${at}.self_attn.o_proj`, attentionOutBias));
    const mid = g.hook('hook_resid_mid', g.add(stream, attention));

    const m = g.rmsNorm(mid, `${at}.post_attention_layernorm.weight`, 'ln2.hook_scale');
    const gate = g.hook('mlp.hook_pre', g.linear(m, `${at}.mlp.gate_proj`, mlpBias));
    const up = g.linear(m, `${at}.mlp.up_proj`, mlpBias);
    const post = g.hook('mlp.hook_post', g.multiply(g.silu(gate), up));
    const mlp = g.edit('mlp', g.linear(post, `${at}.mlp.down_proj`, mlpBias));
    return g.add(mid, g.hook('hook_mlp_out', mlp));
  },

  final: (g, stream) => g.rmsNorm(stream, 'model.norm.weight', 'ln_final.hook_scale'),
};
