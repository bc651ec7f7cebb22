"""The tracker: records what a training process does, and is never noticed by it.

Private to Trialbook; standard library only. Every import here costs each training a part of its start-up, so modules
load only what is built into the interpreter, and what is seldom needed is loaded when it is needed.
"""
