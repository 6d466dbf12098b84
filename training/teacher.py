"""
Teaches a larger reader, for the small one to learn from: ``python -m training.teacher --from FOLDER``.

FOLDER holds the weights of all-mpnet-base-v2 (Apache-2.0). ``training.finetune --teacher`` then teaches the small one
what this one believes beside what people said. See ``training/README.md`` for what that bought.
"""

import argparse
import random
from pathlib import Path

import torch

from training import calls, corpus, finetune, net, train


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--from", dest="pretrained", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    asked.add_argument("--data", type=Path, default=calls.DATA)
    asked.add_argument("--left-out", default=train.LEFT_OUT, help="the writer to leave unread")
    asked.add_argument("--rounds", type=int, default=6, help="twenty minutes of two cores each")
    asked.add_argument("--into", type=Path, default=Path("teacher.pt"))
    chosen = asked.parse_args()
    torch.manual_seed(1)
    lessons = [lesson for lesson in corpus.lessons(chosen.data) if lesson.writer != chosen.left_out]
    teacher = finetune.untaught(lessons, net.Teacher(str(chosen.pretrained), len(corpus.NAMES) + 1))
    finetune.learn(
        teacher,
        lessons,
        chosen.rounds,
        1.0,
        random.Random(1),
        lambda so_far: torch.save(so_far.state_dict(), chosen.into),
    )


if __name__ == "__main__":
    main()
