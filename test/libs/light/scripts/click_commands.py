"""Trains by a command of click's, with a group, an option that is never shown, and a file."""

import click


@click.group()
@click.option("--verbose/--quiet", default=False)
def main(verbose):
    """Trains."""


@main.command()
@click.argument("data", type=click.File())
@click.option("--lr", type=float, default=0.1)
@click.option("--tags", multiple=True)
@click.option("--optimizer", type=click.Choice(["sgd", "adam"]), default="adam")
@click.option("--access", hide_input=True)
@click.option("--hf-token", default="hf-secret-2")
@click.option("--fail", is_flag=True)
@click.pass_context
def train(context, data, lr, tags, optimizer, access, hf_token, fail):
    print(len(data.read()), lr, tags, optimizer, access, hf_token)
    if fail:
        raise ValueError("bad batch")


if __name__ == "__main__":
    main()
