#!/bin/sh
# A run on two nodes under Slurm: sbatch examples/launch/two-nodes.sh examples/launch/two-nodes-lora.yaml
# More nodes: sbatch --nodes=4 ..., as many as the recipe has. All nodes must see one folder of runs and of models. Submit it again to resume after an interruption.
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=8
set -eu
first=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
# 'launch' may change between interruptions: the recipe gets the name of this job's first node.
recipe="${1%.yaml}-$SLURM_JOB_ID.yaml"
sed "s/^  rendezvous: .*/  rendezvous: $first:29500/" "$1" > "$recipe"
srun sh -c '
    if [ "$SLURM_NODEID" = 0 ]; then tutelage run "$1"; else tutelage assist "$1" --node "$SLURM_NODEID"; fi
' sh "$recipe"
